using WsBroker.Protocols.Echo;

namespace WsBroker.Protocols.Tests.Echo;

public sealed class EchoEndpointTests
{
    private readonly EchoEndpoint _endpoint = new();

    [Theory]
    [InlineData("/echo", true)]
    [InlineData("/echo/", false)]
    [InlineData("/ECHO", false)]
    [InlineData("/echos", false)]
    [InlineData("/topics/echo", false)]
    [InlineData("/", false)]
    public void Owns_its_one_path_and_no_other(string path, bool isOwned) => Assert.Equal(isOwned, _endpoint.Owns(path));

    [Fact]
    public void Answers_plain_HTTP_itself_and_speaks_no_subprotocol()
    {
        Assert.False(_endpoint.LeavesPlainHttp);
        Assert.Null(_endpoint.ChooseSubprotocol(["wsbroker.v1.json", "echo"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("case=1&agent=x")]
    public void Welcomes_everybody_whatever_the_query(string query) =>
        Assert.IsType<Opening.Accepted>(_endpoint.Open("/echo", query), exactMatch: false);
}
