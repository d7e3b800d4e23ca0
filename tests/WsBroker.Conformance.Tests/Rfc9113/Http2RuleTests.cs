using WsBroker.Conformance.Tests.Clients.Http2;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>What a server of HTTP/2 must do with frames that break a rule, or seem to.</summary>
public sealed class Http2RuleTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private const ushort InitialWindow = 4;

    private static readonly Dictionary<string, Rule> _rules =
        FrameRules.All.Concat(MessageRules.All).Concat(AnsweredRules.All).ToDictionary(static rule => rule.Name, StringComparer.Ordinal);

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
            case Fate.Answered:
                Assert.Equal("200", await client.ReadStatusAsync(rule.Stream));
                await client.ExpectAliveAsync();
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
    public async Task H2_06_6_5_3_Settings_are_acknowledged()
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);

        // One for those at the beginning, one for these
        await client.WriteAsync(Http2Frame.Settings((InitialWindow, 100)));

        for (var settings = 0; settings < 2; settings++)
        {
            var answer = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.SettingsType);
            Assert.Equal((Http2Frame.Ack, 0), (answer!.Flags, answer.Payload.Length));
        }
    }

    [Theory]
    [InlineData(Http2Frame.DataType, Http2Error.StreamClosed)]
    [InlineData(Http2Frame.HeadersType, Http2Error.StreamClosed)]
    [InlineData(Http2Frame.ContinuationType, Http2Error.StreamClosed, Http2Error.Protocol)]
    public async Task H2_06_5_1_Nothing_more_comes_on_a_stream_that_both_have_ended(byte type, params Http2Error[] errors)
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);
        var block = HeaderBlock.Of(HeaderBlock.Get());
        await client.WriteAsync(Http2Frame.Headers(1, block, Http2Frame.EndHeaders | Http2Frame.EndStream));
        await client.ReadUntilAsync(static frame => frame is { Stream: 1, Flags: var flags } && (flags & Http2Frame.EndStream) != 0);

        await client.WriteAsync(new Http2Frame(type, Http2Frame.EndHeaders, 1, type == Http2Frame.DataType ? [1] : block));

        await client.ExpectResetAsync(1, errors);
    }

    [Fact]
    public async Task H2_06_5_1_PRIORITY_may_come_on_a_stream_that_both_have_ended()
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);
        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Get()), Http2Frame.EndHeaders | Http2Frame.EndStream));
        await client.ReadUntilAsync(static frame => frame is { Stream: 1, Flags: var flags } && (flags & Http2Frame.EndStream) != 0);

        await client.WriteAsync(Http2Frame.Priority(1));

        await client.ExpectAliveAsync();
    }

    [Fact]
    public async Task H2_06_6_9_2_A_setting_opens_and_closes_the_windows_of_streams_that_are_there()
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate, (InitialWindow, 3));
        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Get()), Http2Frame.EndHeaders | Http2Frame.EndStream));
        var first = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);

        // 3 were sent, so that with a window of 2 there is 1 too few, and with 2 more there is 1
        await client.WriteAsync(Http2Frame.Settings((InitialWindow, 2)), Http2Frame.Window(1, 2));
        var second = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);
        await client.WriteAsync(Http2Frame.Settings((InitialWindow, 3)));
        var third = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);

        Assert.Equal((3, 1, 1), (first!.Payload.Length, second!.Payload.Length, third!.Payload.Length));
    }

    [Fact]
    public async Task H2_06_6_9_Nothing_is_sent_that_no_window_is_open_for()
    {
        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate, (InitialWindow, 1));

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Get()), Http2Frame.EndHeaders | Http2Frame.EndStream));
        var first = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);
        await client.WriteAsync(Http2Frame.Window(1, 2));
        var second = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);

        Assert.Equal((1, 2), (first!.Payload.Length, second!.Payload.Length));
    }
}
