using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Frames that a client must not send (RFC 6455 §5.1 to §5.5).</summary>
/// <remarks>
/// Each stands between a good message and a ping, in each way of writing. The good message must be published, the bad frame
/// must not, the connection must be closed with the code, and the ping must not be answered.
/// </remarks>
public sealed class Section5BadFrameTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int ProtocolError = 1002;
    private const int MessageTooBig = 1009;
    private const byte Rsv1 = 0x40;
    private const byte Rsv2 = 0x20;
    private const byte Rsv3 = 0x10;

    private static readonly byte[] _payload = "must not be seen"u8.ToArray();

    [Theory]
    [InlineData(0x0)]
    [InlineData(0x1)]
    [InlineData(0x2)]
    [InlineData(0x8)]
    [InlineData(0x9)]
    [InlineData(0xA)]
    public Task FR_03_A_frame_without_mask_is_closed_with_1002(int opcode) =>
        CloseAsync(ProtocolError, Frame(opcode) with { Key = null });

    [Theory]
    [InlineData(0x1, Rsv1)]
    [InlineData(0x1, Rsv2)]
    [InlineData(0x1, Rsv3)]
    [InlineData(0x2, Rsv1)]
    [InlineData(0x2, Rsv2)]
    [InlineData(0x2, Rsv1 | Rsv2 | Rsv3)]
    [InlineData(0x8, Rsv1)]
    [InlineData(0x8, Rsv2)]
    [InlineData(0x8, Rsv3)]
    [InlineData(0x9, Rsv1)]
    [InlineData(0x9, Rsv2)]
    [InlineData(0x9, Rsv3)]
    [InlineData(0xA, Rsv1)]
    public Task FR_04_A_reserved_bit_is_closed_with_1002(int opcode, byte reserved) =>
        CloseAsync(ProtocolError, Frame(opcode) with { Reserved = reserved });

    [Theory]
    [InlineData(0x0, true)]
    [InlineData(0x0, false)]
    [InlineData(0x8, true)]
    [InlineData(0x8, false)]
    [InlineData(0x9, true)]
    [InlineData(0x9, false)]
    [InlineData(0xA, true)]
    [InlineData(0xA, false)]
    public Task FR_05_Rsv1_inside_a_message_is_closed_with_1002(int opcode, bool fin) =>
        CloseAsync(
            ProtocolError,
            ClientFrame.Text("begun") with { Fin = false },
            new ClientFrame((Opcode)opcode, _payload) { Fin = fin, Reserved = Rsv1 });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public async Task FR_06_An_opcode_that_is_not_defined_is_closed_with_1002(int opcode)
    {
        await CloseAsync(ProtocolError, Frame(opcode));
        await CloseAsync(ProtocolError, new ClientFrame((Opcode)opcode, ReadOnlyMemory<byte>.Empty));
        await CloseAsync(ProtocolError, Frame(opcode) with { Fin = false });
    }

    [Theory]
    [InlineData(0x8)]
    [InlineData(0x9)]
    [InlineData(0xA)]
    public async Task FR_07_A_control_frame_that_is_long_or_fragmented_is_closed_with_1002(int opcode)
    {
        var longPayload = Enumerable.Repeat((byte)0x03, 126).ToArray();

        await CloseAsync(ProtocolError, new ClientFrame((Opcode)opcode, longPayload));
        await CloseAsync(ProtocolError, Frame(opcode) with { Form = LengthForm.SixteenBits });
        await CloseAsync(ProtocolError, Frame(opcode) with { Form = LengthForm.SixtyFourBits });
        await CloseAsync(ProtocolError, Frame(opcode) with { Fin = false });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(125)]
    public Task FR_08_A_short_length_in_16_bits_is_closed_with_1002(int length) =>
        CloseAsync(ProtocolError, ClientFrame.Binary(new byte[length]) with { Form = LengthForm.SixteenBits });

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(300)]
    [InlineData(65535)]
    public Task FR_08_A_short_length_in_64_bits_is_closed_with_1002(int length) =>
        CloseAsync(ProtocolError, ClientFrame.Binary(new byte[length]) with { Form = LengthForm.SixtyFourBits });

    [Theory]
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(0x8000_0000_0000_0001)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFF)]
    public Task FR_09_A_length_with_its_top_bit_set_is_closed_with_1002(ulong length) =>
        CloseAsync(ProtocolError, HeaderOnly(length));

    [Theory]
    [InlineData(0x7FFF_FFFF_FFFF_FFFF)]
    [InlineData(1ul << 53)]
    [InlineData((1ul << 32) + 5)]
    [InlineData(1ul << 32)]
    [InlineData(1ul << 31)]
    [InlineData(int.MaxValue - 8ul)]
    [InlineData(int.MaxValue - 4ul)]
    [InlineData(int.MaxValue - 1ul)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue + 8ul)]
    [InlineData(Settings.MaxMessageBytes + 1)]
    public Task FR_09_A_length_over_the_limit_is_closed_with_1009_by_the_header_alone(ulong length) =>
        CloseAsync(MessageTooBig, HeaderOnly(length));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task FR_16_A_continuation_of_nothing_is_closed_with_1002(bool fin) =>
        CloseAsync(ProtocolError, ClientFrame.Continuation(_payload, fin));

    [Theory]
    [InlineData(0x1, true)]
    [InlineData(0x1, false)]
    [InlineData(0x2, true)]
    [InlineData(0x2, false)]
    public Task FR_16_A_message_inside_a_fragmented_one_is_closed_with_1002(int opcode, bool fin) =>
        CloseAsync(
            ProtocolError,
            ClientFrame.Text("begun") with { Fin = false },
            new ClientFrame((Opcode)opcode, _payload) { Fin = fin });

    [Fact]
    public async Task Clients_that_keep_to_the_rules_notice_nothing_of_those_that_do_not()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);

        for (var i = 0; i < 20; i++)
        {
            await FR_03_A_frame_without_mask_is_closed_with_1002(i % 3);
            await FR_04_A_reserved_bit_is_closed_with_1002(0x1, Rsv2);
            await FR_09_A_length_with_its_top_bit_set_is_closed_with_1002(ulong.MaxValue);
            await FR_09_A_length_over_the_limit_is_closed_with_1009_by_the_header_alone(int.MaxValue);
        }

        await witness.AssertWellAsync();
    }

    private static ClientFrame Frame(int opcode) => new((Opcode)opcode, _payload);

    private static ClientFrame HeaderOnly(ulong length) => new(Opcode.Binary, ReadOnlyMemory<byte>.Empty) { Announced = length };

    private async Task CloseAsync(int code, params ClientFrame[] bad)
    {
        foreach (var writing in Enum.GetValues<Writing>())
        {
            var topic = TopicNames.Next();
            var good = ClientFrame.Text("this one is good");
            using var watch = await TopicWatch.StartAsync(broker.Address, topic);
            using var client = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}?mode=pub");

            await client.WriteAsync([good, .. bad, ClientFrame.Ping("too late"u8.ToArray())], writing);

            await client.ExpectCloseAsync(code);
            await watch.ExpectOnlyAsync(good);
        }
    }
}
