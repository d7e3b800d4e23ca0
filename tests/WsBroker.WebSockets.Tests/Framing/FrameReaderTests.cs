using System.Buffers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Tests.Framing;

public sealed class FrameReaderTests
{
    // RFC 6455 §5.7: a single-frame masked text message, "Hello"
    private static readonly byte[] _maskedHello =
        [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58];

    [Fact]
    public void Reads_the_header_of_the_masked_example_in_the_RFC()
    {
        var status = FrameReader.TryReadHeader(_maskedHello, PeerRole.Server, out var header, out var length, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(new FrameHeader(Fin: true, Rsv1: false, Opcode.Text, 5, Masked: true, 0x37FA213D), header);
        Assert.Equal(6, length);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x05 }, true, Opcode.Text, 5L)]
    [InlineData(new byte[] { 0x01, 0x03 }, false, Opcode.Text, 3L)]
    [InlineData(new byte[] { 0x80, 0x02 }, true, Opcode.Continuation, 2L)]
    [InlineData(new byte[] { 0x89, 0x05 }, true, Opcode.Ping, 5L)]
    [InlineData(new byte[] { 0x82, 0x7E, 0x01, 0x00 }, true, Opcode.Binary, 256L)]
    [InlineData(new byte[] { 0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0 }, true, Opcode.Binary, 65536L)]
    public void Reads_the_headers_of_the_other_examples_in_the_RFC(byte[] bytes, bool fin, Opcode opcode, long payload)
    {
        var status = FrameReader.TryReadHeader(bytes, PeerRole.Client, out var header, out var length, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(new FrameHeader(fin, Rsv1: false, opcode, payload, Masked: false, 0), header);
        Assert.Equal(bytes.Length, length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(int.MaxValue)]
    [InlineData(1L << 53)]
    [InlineData(long.MaxValue)]
    public void FR_02_A_header_needs_more_at_every_cut_and_then_reads_as_if_never_cut(long payloadLength)
    {
        var bytes = FrameBuilder.ClientHeader(2, payloadLength);
        for (var arrived = 0; arrived < bytes.Length; arrived++)
        {
            var early = FrameReader.TryReadHeader(
                bytes.AsSpan(0, arrived), PeerRole.Server, out _, out var none, out var violation);

            Assert.Equal(OperationStatus.NeedMoreData, early);
            Assert.Equal(0, none);
            Assert.Equal(default, violation);
        }

        FrameReader.TryReadHeader(bytes, PeerRole.Server, out var header, out var length, out _);

        Assert.Equal(payloadLength, header.PayloadLength);
        Assert.Equal(bytes.Length, length);
    }

    [Theory]
    [InlineData(new byte[] { 0xA1 }, ViolationReason.ReservedBitSet)]
    [InlineData(new byte[] { 0x91 }, ViolationReason.ReservedBitSet)]
    [InlineData(new byte[] { 0x99 }, ViolationReason.ReservedBitSet)]
    [InlineData(new byte[] { 0xA8 }, ViolationReason.ReservedBitSet)]
    [InlineData(new byte[] { 0x83 }, ViolationReason.UnknownOpcode)]
    [InlineData(new byte[] { 0x09 }, ViolationReason.ControlFrameFragmented)]
    [InlineData(new byte[] { 0x0A }, ViolationReason.ControlFrameFragmented)]
    [InlineData(new byte[] { 0x08 }, ViolationReason.ControlFrameFragmented)]
    [InlineData(new byte[] { 0x81, 0x00 }, ViolationReason.FrameNotMasked)]
    [InlineData(new byte[] { 0x89, 0xFE }, ViolationReason.ControlFrameTooLong)]
    [InlineData(new byte[] { 0x88, 0xFF }, ViolationReason.ControlFrameTooLong)]
    [InlineData(new byte[] { 0x81, 0xFE, 0x00, 0x7D }, ViolationReason.PayloadLengthNotMinimal)]
    [InlineData(new byte[] { 0x81, 0xFF, 0x80 }, ViolationReason.PayloadLengthNegative)]
    public void Names_the_rule_with_the_byte_that_breaks_it_and_not_before(byte[] bytes, ViolationReason expected)
    {
        var before = FrameReader.TryReadHeader(bytes.AsSpan(0, bytes.Length - 1), PeerRole.Server, out _, out _, out _);
        var status = FrameReader.TryReadHeader(bytes, PeerRole.Server, out _, out _, out var violation);

        Assert.Equal(OperationStatus.NeedMoreData, before);
        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, expected), violation);
    }

    [Fact]
    public void A_broken_rule_stays_broken_whatever_follows()
    {
        byte[] bytes = [0x83, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
        for (var arrived = 1; arrived <= bytes.Length; arrived++)
        {
            var status = FrameReader.TryReadHeader(bytes.AsSpan(0, arrived), PeerRole.Server, out _, out _, out _);

            Assert.Equal(OperationStatus.InvalidData, status);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void FR_03_An_unmasked_frame_from_a_client_is_1002(int opcode)
    {
        var bytes = FrameBuilder.Server(opcode, "abcdef"u8.ToArray());

        FrameReader.TryReadHeader(bytes, PeerRole.Server, out _, out _, out var violation);

        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.FrameNotMasked), violation);
    }

    [Fact]
    public void A_masked_frame_from_a_server_is_1002()
    {
        FrameReader.TryReadHeader(_maskedHello, PeerRole.Client, out _, out _, out var violation);

        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.FrameMasked), violation);
    }

    [Fact]
    public void FR_04_The_first_reserved_bit_is_read_into_the_header()
    {
        var bytes = FrameBuilder.Client(1, [], reserved: 4);

        FrameReader.TryReadHeader(bytes, PeerRole.Server, out var header, out _, out _);

        Assert.True(header.Rsv1);
    }

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
    public void FR_06_A_reserved_opcode_is_1002(int opcode)
    {
        FrameReader.TryReadHeader(FrameBuilder.Client(opcode, []), PeerRole.Server, out _, out _, out var violation);

        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.UnknownOpcode), violation);
    }

    [Theory]
    [InlineData(new byte[] { 0x82, 0xFE, 0x00, 0x0A })]
    [InlineData(new byte[] { 0x82, 0xFE, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0x01, 0x2C })]
    [InlineData(new byte[] { 0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void FR_08_A_length_not_in_its_shortest_form_is_1002(byte[] bytes)
    {
        FrameReader.TryReadHeader(bytes, PeerRole.Server, out _, out _, out var violation);

        Assert.Equal(CloseCode.ProtocolError, violation.Code);
        Assert.Equal(ViolationReason.PayloadLengthNotMinimal, violation.Reason);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void FR_09_A_length_with_its_highest_bit_set_is_1002(byte highest)
    {
        byte[] bytes = [0x82, 0xFF, highest, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

        FrameReader.TryReadHeader(bytes, PeerRole.Server, out _, out _, out var violation);

        Assert.Equal(new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.PayloadLengthNegative), violation);
    }

    [Theory]
    [InlineData(PeerRole.Server)]
    [InlineData(PeerRole.Client)]
    public void Any_bytes_end_in_a_status_and_never_in_an_exception(PeerRole role)
    {
        var random = new SeededBytes(20260901);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = random.Next(random.Below(20));

            var status = FrameReader.TryReadHeader(bytes, role, out var header, out var length, out var violation);

            Assert.Equal(status is OperationStatus.Done, length > 0);
            Assert.Equal(status is OperationStatus.InvalidData, violation.Reason is not ViolationReason.None);
            Assert.InRange(length, 0, Math.Min(bytes.Length, FrameReader.MaxHeaderLength));
            Assert.True(header.PayloadLength >= 0);
        }
    }
}
