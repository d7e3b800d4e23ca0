using System.Buffers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Tests.Framing;

public sealed class FrameWriterTests
{
    public static TheoryData<long> Lengths => [0, 1, 125, 126, 127, 65535, 65536, int.MaxValue, long.MaxValue];

    [Fact]
    public void The_first_frame_of_a_compressed_message_bears_the_first_reserved_bit()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.Write(output, Opcode.Text, [1, 2], fin: false, rsv1: true);
        FrameWriter.WriteMasked(output, Opcode.Binary, [], maskingKey: 0, rsv1: true);

        Assert.Equal([0x41, 0x02, 1, 2, 0xC2, 0x80, 0, 0, 0, 0], output.WrittenSpan.ToArray());
        Assert.Throws<ArgumentException>(() => FrameWriter.Write(output, Opcode.Ping, [], rsv1: true));
    }

    [Fact]
    public void Writes_the_unmasked_example_in_the_RFC()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.Write(output, Opcode.Text, "Hello"u8);

        Assert.Equal(new byte[] { 0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F }, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Writes_the_masked_example_in_the_RFC()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.WriteMasked(output, Opcode.Text, "Hello"u8, 0x37FA213D);

        byte[] expected = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58];
        Assert.Equal(expected, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Writes_the_fragmented_example_in_the_RFC()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.Write(output, Opcode.Text, "Hel"u8, fin: false);
        FrameWriter.Write(output, Opcode.Continuation, "lo"u8);

        Assert.Equal(new byte[] { 0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F }, output.WrittenSpan.ToArray());
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void FR_24_What_a_server_writes_a_client_reads(long payloadLength)
    {
        Span<byte> bytes = stackalloc byte[FrameReader.MaxHeaderLength];

        var written = FrameWriter.WriteHeader(bytes, Opcode.Binary, payloadLength, fin: false);
        var status = FrameReader.TryReadHeader(
            bytes[..written], PeerRole.Client, out var header, out var length, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(new FrameHeader(Fin: false, Rsv1: false, Opcode.Binary, payloadLength, Masked: false, 0), header);
        Assert.Equal(FrameWriter.HeaderLength(payloadLength), length);
        Assert.Equal(written, length);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_a_client_writes_a_server_reads(long payloadLength)
    {
        Span<byte> bytes = stackalloc byte[FrameReader.MaxHeaderLength];

        var written = FrameWriter.WriteMaskedHeader(bytes, Opcode.Text, payloadLength, 0xDEADBEEF);
        FrameReader.TryReadHeader(bytes[..written], PeerRole.Server, out var header, out var length, out _);

        Assert.Equal(
            new FrameHeader(Fin: true, Rsv1: false, Opcode.Text, payloadLength, Masked: true, 0xDEADBEEF), header);
        Assert.Equal(FrameWriter.HeaderLength(payloadLength, masked: true), length);
        Assert.Equal(written, length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void FR_24_Whole_frames_are_those_of_an_independent_builder(int payloadLength)
    {
        var payload = new SeededBytes(7).Next(payloadLength);
        var server = new ArrayBufferWriter<byte>();
        var client = new ArrayBufferWriter<byte>();

        FrameWriter.Write(server, Opcode.Binary, payload);
        FrameWriter.WriteMasked(client, Opcode.Binary, payload, FrameBuilder.ExampleKey);

        Assert.Equal(FrameBuilder.Server(2, payload), server.WrittenSpan.ToArray());
        Assert.Equal(FrameBuilder.Client(2, payload), client.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(126, true)]
    [InlineData(0, false)]
    public void Refuses_to_write_a_control_frame_that_is_too_long_or_not_final(int payloadLength, bool fin)
    {
        var destination = new byte[FrameReader.MaxHeaderLength];

        Assert.Throws<ArgumentException>(() => FrameWriter.WriteHeader(destination, Opcode.Ping, payloadLength, fin));
    }

    [Fact]
    public void Refuses_a_negative_length() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameWriter.HeaderLength(-1));
}
