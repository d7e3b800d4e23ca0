using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc7692;

/// <summary>Which frames may bear the compression bit (RFC 7692 §6).</summary>
public sealed class Section6FramingTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int ProtocolError = 1002;

    [Theory]
    [InlineData(9, true)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(10, false)]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(0, true)]
    [InlineData(0, false)]
    public async Task FR_05_The_bit_on_a_control_frame_or_a_continuation_is_1002(int opcode, bool fin)
    {
        foreach (var isInMessage in (bool[])[false, true])
        {
            using var client = await OpenAsync();
            ClientFrame[] begun = isInMessage ? [Deflated.Frame(Opcode.Text, new byte[] { 0xF2, 0x48 }) with { Fin = false }] : [];

            await client.WriteAsync([.. begun, Deflated.Frame((Opcode)opcode, ReadOnlyMemory<byte>.Empty) with { Fin = fin }, ClientFrame.Ping("x"u8.ToArray())], Writing.Coalesced);

            await client.ExpectCloseAsync(ProtocolError);
        }
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x10)]
    [InlineData(0x60)]
    public async Task FR_04_Other_reserved_bits_stay_forbidden(byte reserved)
    {
        using var client = await OpenAsync();

        await client.WriteAsync(Deflated.Text("x") with { Reserved = reserved });

        await client.ExpectCloseAsync(ProtocolError);
    }

    [Fact]
    public async Task PD_10_A_compressed_frame_without_agreement_is_1002()
    {
        using var client = await StrictClient.OpenAsync(broker.Address, Echo());

        await client.WriteAsync(Deflated.Text("Hello"));

        await client.ExpectCloseAsync(ProtocolError);
    }

    [Theory]
    [InlineData(Writing.FrameByFrame)]
    [InlineData(Writing.Coalesced)]
    [InlineData(Writing.ByteByByte)]
    public async Task PD_09_Compressed_and_plain_messages_fragments_and_pings_mix(Writing writing)
    {
        using var client = await OpenAsync();
        var text = Deflated.Json(600);
        var fragments = Deflated.Fragments(Opcode.Text, Deflated.Payload(System.Text.Encoding.UTF8.GetBytes(text)), 40).ToList();
        var ping = ClientFrame.Ping("between"u8.ToArray());

        await client.WriteAsync([fragments[0], ping, .. fragments[1..], ClientFrame.Text("plain"), Deflated.Binary([1, 2, 3])], writing);

        await client.ExpectPongAsync(ping.Payload);
        await client.ExpectAsync(ClientFrame.Text(text));
        await client.ExpectAsync(ClientFrame.Text("plain"));
        await client.ExpectAsync(ClientFrame.Binary(new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public async Task PD_07_An_empty_compressed_frame_is_an_empty_message()
    {
        using var client = await OpenAsync();

        await client.WriteAsync(Deflated.Frame(Opcode.Text, ReadOnlyMemory<byte>.Empty));
        await client.WriteAsync(Deflated.Frame(Opcode.Binary, new byte[] { 0x00 }));

        await client.ExpectAsync(ClientFrame.Text(""));
        await client.ExpectAsync(ClientFrame.Binary(ReadOnlyMemory<byte>.Empty));
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenCompressedAsync(broker.Address, Echo());

    private static string Echo() => $"/topics/{TopicNames.Next()}?echo=true";
}
