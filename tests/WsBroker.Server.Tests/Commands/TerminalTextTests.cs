using WsBroker.Server.Commands;

namespace WsBroker.Server.Tests.Commands;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("hello é 🍵\n\tthere", "hello é 🍵\n\tthere")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\u001b[2J\\u001b]0;title\\u0007")]
    [InlineData("turned\u202eround", "turned\\u202eround")]
    [InlineData("over\rwritten\u009b31m\u2028", "over\\u000dwritten\\u009b31m\\u2028")]
    public void AD_07_What_a_terminal_would_take_as_an_order_is_written_out(string text, string safe) => Assert.Equal(safe, TerminalText.Escape(text));
}
