using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Clients.Http2;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc8441;

/// <summary>WebSockets over HTTP/2, frame by frame.</summary>
public sealed class ExtendedConnectTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private const ushort EnableConnectProtocol = 8;

    [Fact]
    public async Task H2_01_Extended_CONNECT_is_announced_and_answered_with_200()
    {
        await using var client = await OpenAsync();

        await ConnectAsync(client, 1, $"/topics/{TopicNames.Next()}?echo=true");
        var status = await client.ReadStatusAsync(1);
        await client.WriteAsync(Http2Frame.Data(1, ClientFrame.Text("hi").ToBytes()));
        var echo = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);

        Assert.Equal(1u, client.Settings[EnableConnectProtocol]);
        Assert.Equal("200", status);
        Assert.Equal([0x81, 2, (byte)'h', (byte)'i'], echo!.Payload);
    }

    [Theory]
    [InlineData("12", "426")]
    [InlineData("", "426")]
    [InlineData("13", "200")]
    public async Task H2_01_The_version_is_checked(string version, string status)
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Connect("/", version: version))));

        Assert.Equal(status, await client.ReadStatusAsync(1));
    }

    [Theory]
    [InlineData("https://evil.example", "403")]
    [InlineData("null", "403")]
    [InlineData("https://localhost", "200")]
    public async Task H2_01_The_origin_is_checked(string origin, string status)
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of([.. HeaderBlock.Connect("/"), ("origin", origin)])));

        Assert.Equal(status, await client.ReadStatusAsync(1));
    }

    [Fact]
    public async Task H2_01_A_key_has_no_meaning_there()
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of([.. HeaderBlock.Connect("/"), ("sec-websocket-key", "nonsense")])));

        Assert.Equal("200", await client.ReadStatusAsync(1));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("connect-udp")]
    [InlineData("websocket2")]
    public async Task H2_02_Another_protocol_is_answered_with_501(string protocol)
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(HeaderBlock.Connect("/", protocol))));

        Assert.Equal("501", await client.ReadStatusAsync(1));
    }

    [Theory]
    [InlineData(":scheme")]
    [InlineData(":path")]
    public async Task H2_02_What_lacks_a_pseudo_header_is_reset(string missing)
    {
        await using var client = await OpenAsync();
        var headers = HeaderBlock.Connect("/").Where(header => !string.Equals(header.Name, missing, StringComparison.Ordinal));

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of(headers)));

        await client.ExpectResetAsync(1, Http2Error.Protocol);
    }

    [Fact]
    public async Task H2_02_A_protocol_with_GET_is_reset()
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of([(":protocol", "websocket"), .. HeaderBlock.Get()])));

        await client.ExpectResetAsync(1, Http2Error.Protocol);
    }

    [Fact]
    public async Task H2_02_CONNECT_to_elsewhere_is_refused()
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of((":method", "CONNECT"), (":authority", "elsewhere.example:443"))));

        Assert.StartsWith("4", await client.ReadStatusAsync(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nb: c")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    public async Task H2_04_A_value_with_a_line_end_makes_no_second_header(string value)
    {
        await using var client = await OpenAsync();

        await client.WriteAsync(Http2Frame.Headers(1, HeaderBlock.Of([.. HeaderBlock.Connect("/"), ("sec-websocket-protocol", value)])));

        await client.ExpectResetAsync(1, Http2Error.Protocol);
    }

    [Fact]
    public async Task H2_05_A_close_ends_the_stream_and_the_others_stay()
    {
        await using var client = await OpenAsync();
        var topic = TopicNames.Next();
        foreach (var stream in (uint[])[1, 3])
        {
            await ConnectAsync(client, stream, $"/topics/{topic}");
            await client.ReadUntilAsync(frame => frame.Stream == stream);
        }

        await client.WriteAsync(Http2Frame.Data(1, ClientFrame.Close(1000).ToBytes()));
        var close = await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.DataType);
        var end = await client.ReadUntilAsync(static frame => frame.Stream == 1 && (frame.Flags & Http2Frame.EndStream) != 0);

        Assert.Equal([0x88, 2, 0x03, 0xE8], close!.Payload);
        Assert.NotNull(end);
        await SubscribersAsync(topic, 1);
        await client.WriteAsync(Http2Frame.Data(3, ClientFrame.Ping(new byte[] { 1 }).ToBytes()));
        var pong = await client.ReadUntilAsync(static frame => frame.Stream == 3 && frame.Type == Http2Frame.DataType);
        Assert.Equal([0x8A, 1, 1], pong!.Payload);
    }

    [Fact]
    public async Task H2_05_Streams_that_are_half_closed_or_reset_or_cut_off_leave_no_session()
    {
        const int streams = 60;
        var topic = TopicNames.Next();
        await using (var client = await OpenAsync())
        {
            for (var i = 0; i < streams; i++)
            {
                await ConnectAsync(client, Stream(i), $"/topics/{topic}");
            }

            await SubscribersAsync(topic, streams);
            for (var i = 0; i < streams; i += 3)
            {
                await client.WriteAsync(Http2Frame.Data(Stream(i), [], Http2Frame.EndStream), Http2Frame.Reset(Stream(i + 1)));
            }

            await SubscribersAsync(topic, streams / 3);
            await client.WriteAsync(Http2Frame.Ping(new byte[8]));
            Assert.NotNull(await client.ReadUntilAsync(static frame => frame.Type == Http2Frame.PingType));
        }

        await SubscribersAsync(topic, 0);
    }

    private Task SubscribersAsync(string topic, int expected) => Subscribers.BecomeAsync(broker.Process, topic, expected);

    private static uint Stream(int at) => (2 * (uint)at) + 1;

    private static Task<bool> ConnectAsync(Http2Client client, uint stream, string path) =>
        client.WriteAsync(Http2Frame.Headers(stream, HeaderBlock.Of(HeaderBlock.Connect(path))));

    private Task<Http2Client> OpenAsync() => Http2Client.OpenAsync(broker.Process, broker.Certificate);
}
