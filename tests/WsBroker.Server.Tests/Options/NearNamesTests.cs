using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class NearNamesTests
{
    private static readonly string[] _names = ["limits:messageBytes", "limits:queuedBytes", "topics:0:history:count", "topics:0:publish", "webhooks:publish", "--listen"];

    [Theory]
    [InlineData("limits:messageByte", "limits:messageBytes")]
    [InlineData("limit:MessageBytes", "limits:messageBytes")]
    [InlineData("limits:mesageBites", "limits:messageBytes")]
    [InlineData("messageBytes", "limits:messageBytes")]
    [InlineData("history:count", "topics:0:history:count")]
    [InlineData("--lisen", "--listen")]
    public void Slips_and_names_without_their_beginning_are_understood(string written, string meant) =>
        Assert.Equal(meant, Assert.Single(NearNames.Find(written, _names)));

    [Fact]
    public void What_may_mean_several_is_asked_about() =>
        Assert.Equal(" Did you mean 'topics:0:publish' or 'webhooks:publish'?", NearNames.Ask("publish", _names));

    [Theory]
    [InlineData("colour")]
    [InlineData("limits:colour")]
    [InlineData("")]
    public void Nothing_is_made_of_what_is_far_from_all(string written) => Assert.Equal("", NearNames.Ask(written, _names));
}
