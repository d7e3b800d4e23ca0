using System.CommandLine;
using WsBroker.Server.Commands;

namespace WsBroker.Server.Tests.Commands;

public sealed class UsageErrorsTests
{
    [Theory]
    [InlineData("Did you mean '--listen'?", "--lisen", "127.0.0.1:0")]
    [InlineData("Did you mean 'serve'?", "serv", "--listen", "127.0.0.1:0")]
    [InlineData("Did you mean '--topic'?", "check", "--topics", "a")]
    [InlineData("' is not understood here. '", "check", "everything")]
    public void What_is_not_understood_is_told_in_one_sentence_with_what_may_have_been_meant(string part, params string[] arguments)
    {
        var sentence = Assert.Single(UsageErrors.Of(Parse(arguments)));

        Assert.Contains(part, sentence, StringComparison.Ordinal);
        Assert.EndsWith("--help' tells what is.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_is_wrong_is_told_as_it_is() =>
        Assert.Contains("FILTER", Assert.Single(UsageErrors.Of(Parse("sub"))), StringComparison.Ordinal);

    [Fact]
    public void Of_what_is_right_nothing_is_told() => Assert.Empty(UsageErrors.Of(Parse("sub", "a", "--last", "3")));

    private static ParseResult Parse(params string[] arguments)
    {
        var root = new RootCommand { ServeCommand.Create(), CheckCommand.Create(), SubCommand.Create() };
        ServeCommand.AddTo(root);
        return root.Parse(arguments);
    }
}
