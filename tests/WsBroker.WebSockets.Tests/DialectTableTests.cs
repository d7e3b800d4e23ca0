using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Legacy;
using WsBroker.WebSockets.Tests.Handshake;
using WsBroker.WebSockets.Tests.Legacy;

namespace WsBroker.WebSockets.Tests;

public sealed class DialectTableTests
{
    private readonly DialectTable _all = new(LegacyDialects.All);

    [Fact]
    public void HS_05_The_versions_are_listed_newest_first()
    {
        Assert.Equal("13", DialectTable.Rfc6455Only.Versions);
        Assert.Equal("13, 8, 7", _all.Versions);
    }

    [Theory]
    [InlineData("13", "13")]
    [InlineData("8", "8")]
    [InlineData("7", "7")]
    [InlineData("6", "13")]
    [InlineData("14", "13")]
    [InlineData("", "13")]
    public void A_version_is_read_by_its_dialect_and_one_that_is_not_spoken_by_that_of_the_RFC(string asked, string expected) =>
        Assert.Equal(expected, Find(_all, RequestText.Replacing("Sec-WebSocket-Version", $"Sec-WebSocket-Version: {asked}")).Version);

    [Fact]
    public void Without_others_every_request_is_read_by_RFC_6455()
    {
        Assert.Same(Rfc6455Dialect.Instance, Find(DialectTable.Rfc6455Only, HixieRequestText.Example));
        Assert.Same(Rfc6455Dialect.Instance, Find(DialectTable.Rfc6455Only, RequestText.Replacing("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8")));
        Assert.Null(Find(_all, HixieRequestText.Example).Version);
    }

    private static Dialect Find(DialectTable table, byte[] head)
    {
        Assert.True(RequestHead.TryParse(head, out var parsed, out _));
        return table.Find(parsed);
    }
}
