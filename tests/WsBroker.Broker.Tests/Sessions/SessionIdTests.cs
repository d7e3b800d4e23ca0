using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Sessions;

public sealed class SessionIdTests
{
    [Fact]
    public void What_is_revealed_is_read_again_and_says_128_bits()
    {
        var id = SessionId.Next(new SeededIdentifiers(1));

        Assert.True(SessionId.TryParse(id.Reveal(), out var read));
        Assert.Equal(id, read);
        Assert.Equal(32, id.Reveal().Length);
        Assert.NotEqual(id.High, id.Low);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdef 123456789abcdef")]
    [InlineData("0123456789abcdef+123456789abcdef")]
    [InlineData("0123456789abcdeg0123456789abcdef")]
    public void What_is_no_id_is_not_read(string text) => Assert.False(SessionId.TryParse(text, out _));

    [Fact]
    public void AZ_10_The_secret_is_in_no_text_that_might_be_logged()
    {
        var id = SessionId.Next(new SeededIdentifiers(1));
        var texts = (string[])
        [
            $"{id}",
            $"{new KeptSessionsMessage.Discard(id)}",
            $"{new Command.Connect(default) { Former = id }}",
            $"{new KeptSession(id, User: null, [], Since: 0)}",
        ];

        Assert.All(texts, text => Assert.DoesNotContain(id.Reveal()[..8], text, StringComparison.OrdinalIgnoreCase));
    }
}
