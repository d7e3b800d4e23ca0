using WsBroker.Server.Http;

namespace WsBroker.Server.Tests.Http;

public sealed class UserInPathTests
{
    [Theory]
    [InlineData("/api/users/u1/publish", "u1", "u1")]
    [InlineData("/api/users/u1/publish/", "u1", "u1")]
    [InlineData("/api/users/u1/publish?tenant=a/b/c", "u1", "u1")]
    [InlineData("http://broker.example/api/users/u1/publish", "u1", "u1")]
    [InlineData("/api/%75sers/%75%31/publish", "u1", "u1")]
    [InlineData("/api/users/a%2Fb/publish", "a%2Fb", "a/b")]
    [InlineData("/api/users/a%2fb/publish", "a%2fb", "a/b")]
    [InlineData("/api/users/a%252Fb/publish", "a%2Fb", "a%2Fb")]
    [InlineData("/api/users/%zz/publish", "%zz", "%zz")]
    [InlineData("/api/users/%C3%A4/publish", "ä", "ä")]
    [InlineData("/api/users/u1/publish/.", "u1", null)]
    [InlineData("/api/users/u2/x/../../u1/publish/../publish", "u1", null)]
    [InlineData("/api/users/u1/%2e/publish", "u1", null)]
    public void Is_what_the_client_wrote_if_the_route_means_the_same(string target, string routed, string? expected) =>
        Assert.Equal(expected, UserInPath.Find(target, routed));
}
