using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>What becomes a WebSocket (RFC 6455 §4.2).</summary>
public sealed class Section4HandshakeTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    // As large a write as there is: all in one
    private const int Whole = int.MaxValue / 2;

    [Theory]
    [InlineData("/")]
    [InlineData("/topics/handshake")]
    [InlineData("/topics/handshake?mode=sub&last=10")]
    public Task HS_01_The_example_of_the_RFC_is_answered_101_with_its_accept_key(string target) =>
        AcceptAsync(RequestText.Upgrade(target));

    [Theory]
    [InlineData("13 ")]
    [InlineData(" \t 13\t")]
    public Task HS_05_White_space_around_the_version_is_no_part_of_it(string version) =>
        AcceptAsync(Request().With("Sec-WebSocket-Version", version));

    [Fact]
    public async Task HS_07_A_key_with_stray_trailing_bits_is_refused_or_answered_as_it_was_sent()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(Request().With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZR==").ToBytes());

        var answer = await client.ReadHeadAsync();

        Assert.True(answer is { Status: 400 } || answer["Sec-WebSocket-Accept"] is "Zgw8jYXtqX5qJr7MJ1Q/MqzeSRI=", $"{answer.Status}");
    }

    [Fact]
    public async Task HS_17_A_cookie_is_no_credential_and_changes_nothing()
    {
        const string Cookie = "Cookie: session=s3cret; token=eyJhbGciOiJub25lIn0.e30.; user=admin";
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(RequestText.Upgrade("/").Plus(Cookie).ToBytes());
        await client.ReadAcceptedAsync();
        await client.WriteAsync(ClientFrame.Text("""{"id":1,"connect":{}}"""));
        Assert.Contains("\"user\":null", await client.ReadTextAsync(), StringComparison.Ordinal);

        using var stranger = await StrictClient.ConnectAsync(broker.Address);
        await stranger.WriteAsync(RequestText.Upgrade("/").Plus(Cookie).Plus("Origin: https://evil.example").ToBytes());
        Assert.Equal(403, (await stranger.ReadRefusalAsync()).Status);
    }

    [Fact]
    public async Task HS_31_A_client_that_ends_its_side_with_its_request_is_answered_101_and_then_the_end()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(Request().ToBytes());
        client.EndSending();

        await client.ReadAcceptedAsync();
        await client.ReadEndAsync();
    }

    [Theory]
    [InlineData("Upgrade: WebSocket")]
    [InlineData("UPGRADE: websocket")]
    [InlineData("upgrade:WEBSOCKET")]
    [InlineData("Upgrade: h2c, websocket")]
    public Task HS_08_The_upgrade_is_found_in_any_case_and_in_a_list(string line) =>
        AcceptAsync(Request().Without("Upgrade").Plus(line));

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("connection: upgrade")]
    [InlineData("Connection: keep-alive\r\nConnection: Upgrade")]
    public Task HS_10_The_connection_option_is_found_in_any_case_and_in_a_list(string lines) =>
        AcceptAsync(Request().Without("Connection").Plus(lines));

    [Theory]
    [InlineData("/", "wsbroker.v1.json", "wsbroker.v1.json")]
    [InlineData("/", "graphql-ws, wsbroker.v1.json", "wsbroker.v1.json")]
    [InlineData("/", "wsbroker.v1.json, graphql-ws", "wsbroker.v1.json")]
    [InlineData("/", "graphql-ws", null)]
    [InlineData("/", "WSBROKER.V1.JSON", null)]
    [InlineData("/topics/handshake", "graphql-ws, soap", null)]
    public async Task HS_19_Only_a_subprotocol_that_was_offered_and_is_spoken_is_chosen(string target, string offered, string? chosen)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(RequestText.Upgrade(target).With("Sec-WebSocket-Protocol", offered).ToBytes());

        var answer = await client.ReadAcceptedAsync();

        Assert.Equal(chosen, answer["Sec-WebSocket-Protocol"]);
    }

    [Fact]
    public Task HS_23_An_extension_that_is_not_spoken_is_left_out() =>
        AcceptAsync(Request().Plus("Sec-WebSocket-Extensions: foo; bar=1"));

    [Theory]
    [InlineData(Whole)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task HS_33_Frames_in_the_segment_of_the_handshake_are_read_after_it(int writeSize)
    {
        var message = ClientFrame.Text("said before the answer came");
        var ping = ClientFrame.Ping("and a ping"u8.ToArray());
        using var client = await StrictClient.ConnectAsync(broker.Address);

        byte[] together = [.. Request("?echo=true").ToBytes(), .. message.ToBytes(), .. ping.ToBytes()];
        await client.WriteAsync(together, writeSize);

        await client.ReadAcceptedAsync();
        var answers = new[] { await client.ReadFrameAsync(), await client.ReadFrameAsync() };
        Assert.Equal("said before the answer came", Assert.Single(answers, frame => frame.Opcode is Opcode.Text).Text);
        Assert.Equal("and a ping", Assert.Single(answers, frame => frame.Opcode is Opcode.Pong).Text);
    }

    private static RequestText Request(string query = "") => RequestText.Upgrade($"/topics/{TopicNames.Next()}{query}");

    private async Task AcceptAsync(RequestText request)
    {
        foreach (var writeSize in (int[])[Whole, 1])
        {
            using var client = await StrictClient.ConnectAsync(broker.Address);
            await client.WriteAsync(request.ToBytes(), writeSize);
            await client.ReadAcceptedAsync();
        }
    }
}
