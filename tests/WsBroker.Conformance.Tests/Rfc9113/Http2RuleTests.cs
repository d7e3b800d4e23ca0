using WsBroker.Conformance.Tests.Clients.Http2;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>What a server of HTTP/2 must do with frames that break a rule, or seem to.</summary>
public sealed class Http2RuleTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private static readonly Dictionary<string, Rule> _rules =
        FrameRules.All.Concat(MessageRules.All).ToDictionary(static rule => rule.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. _rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task H2_06_A_rule_of_HTTP_2_is_kept(string name)
    {
        var rule = _rules[name];
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);

        await client.WriteAsync(rule.Frames);

        switch (rule.Fate)
        {
            case Fate.End:
                await client.ExpectEndAsync(rule.Errors);
                break;
            case Fate.Reset:
                await client.ExpectResetAsync(rule.Stream, rule.Errors);
                break;
            default:
                await client.ExpectAliveAsync();
                break;
        }

        Assert.DoesNotContain("Unhandled exception", broker.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    public async Task H2_06_3_4_A_connection_that_begins_otherwise_is_ended(string beginning)
    {
        await using var client = await Http2Client.ConnectAsync(broker.Process, broker.Certificate);

        await client.WriteAsync(System.Text.Encoding.ASCII.GetBytes(beginning));

        await client.ExpectEndAsync(Http2Error.Protocol);
    }

    [Fact]
    public async Task H2_06_6_7_A_ping_comes_back_as_it_was()
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);
        byte[] payload = [8, 7, 6, 5, 4, 3, 2, 1];

        await client.WriteAsync(Http2Frame.Ping(payload));

        var pong = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.PingType);
        Assert.Equal(Http2Frame.Ack, pong!.Flags);
        Assert.Equal(payload, pong.Payload);
    }

    [Fact]
    public async Task H2_06_6_9_Nothing_is_sent_that_no_window_is_open_for()
    {
        const ushort initialWindow = 4;
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate, (initialWindow, 1));

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Get()), Http2Frame.EndHeaders | Http2Frame.EndStream));
        var first = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);
        await client.WriteAsync(Http2Frame.Window(1, 2));
        var second = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);

        Assert.Equal((1, 2), (first!.Payload.Length, second!.Payload.Length));
    }
}
