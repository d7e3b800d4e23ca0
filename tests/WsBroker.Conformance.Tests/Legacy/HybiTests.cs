using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>draft-ietf-hybi-thewebsocketprotocol-07 to -12, as Firefox 6 to 10 and Chrome 14 and 15 spoke it.</summary>
public sealed class HybiTests(LegacyFixture broker) : IClassFixture<LegacyFixture>
{
    [Theory]
    [InlineData("7")]
    [InlineData("8")]
    [InlineData("13")]
    public async Task Messages_go_as_in_RFC_6455(string version)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(Request(version, "/echo").Plus("Sec-WebSocket-Origin: http://broker.example").ToBytes());
        await client.ReadAcceptedAsync();

        await client.WriteAsync([ClientFrame.Text("hello"), ClientFrame.Ping("p"u8.ToArray()), ClientFrame.Close(1000)], Writing.ByteByByte);

        await client.ExpectAsync(ClientFrame.Text("hello"));
        await client.ExpectPongAsync("p"u8.ToArray());
        await client.ExpectCloseAsync(1000);
    }

    [Theory]
    [InlineData("6")]
    [InlineData("14")]
    [InlineData("8, 7")]
    public async Task HS_05_Other_versions_are_answered_426_with_the_list(string version)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(Request(version, "/echo").ToBytes());

        var refusal = await client.ReadRefusalAsync();
        Assert.Equal(426, refusal.Status);
        Assert.Equal("13, 8, 7", refusal["Sec-WebSocket-Version"]);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("8")]
    public async Task HS_05_Without_the_option_they_are_answered_426_with_13_alone(string version)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await StrictClient.ConnectAsync(server.Http);

        await client.WriteAsync(Request(version, "/").ToBytes());

        var refusal = await client.ReadRefusalAsync();
        Assert.Equal(426, refusal.Status);
        Assert.Equal("13", refusal["Sec-WebSocket-Version"]);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Origin: http://evil.example")]
    [InlineData("Origin: http://evil.example")]
    public async Task HS_13_Pages_from_elsewhere_are_refused_whatever_the_header_is_called(string line)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(Request("8", "/echo").Plus(line).ToBytes());

        Assert.Equal(403, (await client.ReadRefusalAsync()).Status);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_closed_with_the_code_of_the_drafts()
    {
        using var client = await OldClient.ConnectAsync(broker.Address, Encoding.ASCII.GetString(Request("8", "/echo").ToBytes()));
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);

        await client.WriteAsync(ClientFrame.Binary(default) with { Announced = Settings.MaxMessageBytes + 1 });

        await client.ExpectAsync("\u0088\u000F\u0003\u00ECMessageTooBig");
    }

    [Fact]
    public async Task A_client_may_close_with_the_code_of_the_drafts()
    {
        using var client = await OldClient.ConnectAsync(broker.Address, Encoding.ASCII.GetString(Request("7", "/echo").ToBytes()));
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);

        await client.WriteAsync(ClientFrame.Close(1004));

        await client.ExpectAsync("\u0088\u0002\u0003\u00EC");
        await client.ReadEndAsync();
    }

    private static RequestText Request(string version, string target) =>
        RequestText.Upgrade(target).With("Sec-WebSocket-Version", version);
}
