using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>The closing handshake as the client begins it (RFC 6455 §5.5.1, §7).</summary>
public sealed class Section7ClosingTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int ProtocolError = 1002;
    private const int InvalidPayload = 1007;

    [Fact]
    public async Task CL_01_A_close_without_a_code_is_answered_with_none_or_with_1000()
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await OpenAsync();

            await client.WriteAsync([new ClientFrame(Opcode.Close, ReadOnlyMemory<byte>.Empty)], writing);

            var answer = await client.ReadFrameAsync();
            Assert.Equal(Opcode.Close, answer.Opcode);
            Assert.True(answer.CloseCode is null or 1000, $"{answer.CloseCode}");
            await client.ReadEndAsync();
        }
    }

    [Theory]
    [InlineData(0x03)]
    [InlineData(0xFF)]
    public Task CL_02_A_close_with_half_a_code_is_closed_with_1002(byte half) =>
        AnsweredAsync(ProtocolError, new ClientFrame(Opcode.Close, new[] { half }));

    [Fact]
    public async Task CL_03_A_reason_may_be_123_bytes_and_no_more()
    {
        await AnsweredAsync(1000, ClientFrame.Close(1000, new string('r', 123)));
        await AnsweredAsync(ProtocolError, ClientFrame.Close(1000, new string('r', 124)));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public async Task CL_04_A_code_that_may_be_sent_is_echoed(int code)
    {
        await AnsweredAsync(code, ClientFrame.Close(code));
        await AnsweredAsync(code, ClientFrame.Close(code, "because – ✓"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public async Task CL_05_A_code_that_may_not_be_sent_is_closed_with_1002(int code)
    {
        await AnsweredAsync(ProtocolError, ClientFrame.Close(code));
        await AnsweredAsync(ProtocolError, ClientFrame.Close(code, "because"));
    }

    [Fact]
    public Task CL_06_A_reason_that_is_not_UTF_8_is_closed_with_1007() =>
        AnsweredAsync(InvalidPayload, ClientFrame.Close(1000, [0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xED, 0xA0, 0x80, 0x65]));

    [Fact]
    public async Task CL_12_Each_of_the_2000_codes_that_are_free_to_use_is_echoed()
    {
        for (var code = 3000; code < 5000; code++)
        {
            using var client = await OpenAsync();
            await client.WriteAsync(ClientFrame.Close(code));
            await client.ExpectCloseAsync(code);
        }
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.ByteByByte)]
    [InlineData(Writing.Coalesced)]
    public async Task FR_22_Whatever_follows_a_close_is_ignored(Writing writing)
    {
        var topic = TopicNames.Next();
        using var watch = await TopicWatch.StartAsync(broker.Address, topic);
        ClientFrame[][] followers =
        [
            [ClientFrame.Ping("too late"u8.ToArray())],
            [ClientFrame.Text("too late")],
            [ClientFrame.Close(1001)],
            [ClientFrame.Text("no mask") with { Key = null }],
            [ClientFrame.Text("begun") with { Fin = false }, ClientFrame.Close(1000)],
            [.. Enumerable.Repeat(ClientFrame.Binary(new byte[1000]), 20)],
        ];

        foreach (var following in followers)
        {
            using var client = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}?mode=pub");
            await client.WriteAsync([ClientFrame.Close(1000), .. following], writing);
            await client.ExpectCloseAsync(1000);
        }

        await watch.ExpectOnlyAsync();
    }

    [Fact]
    public async Task FR_26_A_binary_message_where_only_text_is_spoken_is_closed_with_1003()
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await StrictClient.OpenAsync(broker.Address, "/");

            await client.WriteAsync([ClientFrame.Binary("""{"id":1,"ping":{}}"""u8.ToArray())], writing);

            var close = await client.ExpectCloseAsync(1003);
            AssertSaysNothingOfTheInside(close.CloseReason);
        }
    }

    [Fact]
    public async Task CL_10_Reasons_are_short_sentences_that_say_nothing_of_the_inside()
    {
        ClientFrame[] causes =
        [
            ClientFrame.Text("x") with { Reserved = 0x40 },
            ClientFrame.Text(new byte[] { 0xFF }),
            ClientFrame.Close(1005),
            ClientFrame.Binary(default) with { Announced = ulong.MaxValue },
        ];

        foreach (var cause in causes)
        {
            using var client = await OpenAsync();
            await client.WriteAsync(cause);
            var close = (await client.ReadFrameAsync()).CloseReason;
            AssertSaysNothingOfTheInside(close);
        }
    }

    [Fact]
    public async Task CL_11_A_publication_where_only_subscribers_are_is_closed_with_1008()
    {
        using var client = await StrictClient.OpenAsync(broker.Address, $"/topics/{TopicNames.Next()}?mode=sub");

        await client.WriteAsync(ClientFrame.Text("not allowed"));

        await client.ExpectCloseAsync(1008);
    }

    private static void AssertSaysNothingOfTheInside(string reason)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(reason), 1, 123);
        Assert.DoesNotContain("Exception", reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', reason);
    }

    private async Task AnsweredAsync(int code, ClientFrame close)
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            using var client = await OpenAsync();
            await client.WriteAsync([close, ClientFrame.Ping("too late"u8.ToArray())], writing);
            await client.ExpectCloseAsync(code);
        }
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenAsync(broker.Address, $"/topics/{TopicNames.Next()}");
}
