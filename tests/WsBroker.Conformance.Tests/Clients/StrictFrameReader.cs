using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>Reads a server's frames and lets nothing pass that RFC 6455 §5 to §8 forbids a server.</summary>
/// <remarks>Written for these tests alone, so that a mistake in the broker's own codec is not made here again.</remarks>
internal sealed class StrictFrameReader
{
    private const int MaxControlPayload = 125;

    // No message of the broker's is longer: the largest that a test has it send back
    private const ulong MaxPlausiblePayload = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _textInParts = new();
    private Opcode? _messageInParts;

    /// <summary>Inflates compressed messages; null if no compression was agreed on.</summary>
    public StrictInflater? Inflater { get; set; }

    /// <summary>Whether the server has sent its close frame, after which nothing may come.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Reads one frame.</summary>
    /// <param name="input">All bytes that have arrived and were not read.</param>
    /// <param name="frame">The frame, if it is whole.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <exception cref="WireFaultException">A rule is broken.</exception>
    public bool TryRead(ReadOnlySpan<byte> input, out ServerFrame? frame, out int length)
    {
        frame = null;
        length = 0;
        Demand(!IsClosed || input.IsEmpty, $"after the close frame came {Convert.ToHexString(input[..Math.Min(input.Length, 16)])}");
        if (input.Length < 2)
        {
            return false;
        }

        CheckFixedBytes(input[0], input[1]);
        if (!TryReadLength(input, out var payloadLength, out var headerLength) || input.Length - headerLength < payloadLength)
        {
            return false;
        }

        length = headerLength + payloadLength;
        frame = new ServerFrame((Opcode)(input[0] & 0x0F), (input[0] & 0x80) != 0, input[headerLength..length].ToArray());
        frame = (input[0] & Deflated.Rsv1) != 0 ? Inflate(frame) : frame;
        CheckOrder(frame);
        CheckPayload(frame);
        return true;
    }

    // The broker has no reason to compress in fragments: whole messages are all that it knows
    private ServerFrame Inflate(ServerFrame frame)
    {
        Demand(frame.Opcode is Opcode.Text or Opcode.Binary && frame.Fin, $"RSV1 is set on {frame}");
        Demand(frame.Payload.Length > 0, "a compressed message is empty");
        var inflated = Inflater!.Inflate(frame.Payload);
        Demand(inflated.Length > frame.Payload.Length, $"{inflated.Length} bytes were compressed into {frame.Payload.Length}");
        return frame with { Payload = inflated, IsCompressed = true, WireLength = frame.Payload.Length };
    }

    private void CheckFixedBytes(byte first, byte second)
    {
        var opcode = (Opcode)(first & 0x0F);
        var allowed = Inflater is null ? 0 : Deflated.Rsv1;
        Demand((first & 0x70 & ~allowed) == 0, $"reserved bits are set in 0x{first:X2}, though nothing was negotiated");
        Demand(Enum.IsDefined(opcode), $"opcode {first & 0x0F} is not defined");
        Demand((second & 0x80) == 0, "the frame is masked");
        if (IsControl(opcode))
        {
            Demand((first & 0x80) != 0, $"a {opcode} is fragmented");
            Demand(second <= MaxControlPayload, $"a {opcode} is longer than {MaxControlPayload} bytes");
        }
    }

    private static bool TryReadLength(ReadOnlySpan<byte> input, out int length, out int headerLength)
    {
        var marker = input[1] & 0x7F;
        length = marker;
        headerLength = marker switch { 126 => 4, 127 => 10, _ => 2 };
        if (input.Length < headerLength)
        {
            return false;
        }

        if (marker == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
            Demand(length > MaxControlPayload, $"{length} is written in 16 bits, which is not minimal");
        }
        else if (marker == 127)
        {
            var longLength = BinaryPrimitives.ReadUInt64BigEndian(input[2..]);
            Demand(longLength > ushort.MaxValue, $"{longLength} is written in 64 bits, which is not minimal");
            Demand(longLength <= MaxPlausiblePayload, $"a frame of {longLength} bytes is announced");
            length = (int)longLength;
        }

        return true;
    }

    private void CheckOrder(ServerFrame frame)
    {
        if (IsControl(frame.Opcode))
        {
            IsClosed = frame.Opcode is Opcode.Close;
            return;
        }

        var continues = frame.Opcode is Opcode.Continuation;
        var place = continues ? "outside" : "inside";
        Demand(continues == _messageInParts is not null, $"a {frame.Opcode} stands {place} a fragmented message");
        Demand(frame.Payload.Length > 0 || (frame.Fin && !continues), "a fragment is empty");
        if (!continues)
        {
            _messageInParts = frame.Opcode;
            _textInParts.ResetWrittenCount();
        }
    }

    private void CheckPayload(ServerFrame frame)
    {
        if (frame.Opcode is Opcode.Close)
        {
            CheckClose(frame);
        }

        if (IsControl(frame.Opcode))
        {
            return;
        }

        _textInParts.Write(frame.Payload);
        if (frame.Fin)
        {
            Demand(_messageInParts is not Opcode.Text || Utf8.IsValid(_textInParts.WrittenSpan), "a text message is not UTF-8");
            _textInParts.ResetWrittenCount();
            _messageInParts = null;
        }
    }

    private static void CheckClose(ServerFrame close)
    {
        Demand(close.Payload.Length != 1, "a close code is cut");
        if (close.CloseCode is not { } code)
        {
            return;
        }

        // RFC 6455 §7.4 and IANA's registry; 1010 is for clients only
        var mayBeSent = code is (>= 1000 and <= 1003) or (>= 1007 and <= 1009) or (>= 1011 and <= 1014) or (>= 3000 and <= 4999);
        Demand(mayBeSent || code == 1010, $"close code {code} may not be on the wire");
        Demand(Utf8.IsValid(close.Payload.AsSpan(sizeof(ushort))), "a close reason is not UTF-8");
    }

    private static bool IsControl(Opcode opcode) => opcode is Opcode.Close or Opcode.Ping or Opcode.Pong;

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new WireFaultException($"The server broke RFC 6455: {otherwise}.");
        }
    }
}
