using System.Buffers.Binary;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>A frame as a client sends it, or as a client must not: every bit of its header can be set (RFC 6455 §5.2).</summary>
internal sealed record ClientFrame(Opcode Opcode, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The key of the RFC's example (§5.7).</summary>
    public const uint UsualKey = 0x37FA213D;

    /// <summary>Whether the frame ends its message.</summary>
    public bool Fin { get; init; } = true;

    /// <summary>The three reserved bits where they stand in the first byte: 0x40, 0x20 and 0x10.</summary>
    public byte Reserved { get; init; }

    /// <summary>The masking key; null for a frame without mask.</summary>
    public uint? Key { get; init; } = UsualKey;

    /// <summary>How the length is written.</summary>
    public LengthForm Form { get; init; }

    /// <summary>The length that is announced, if it is not the payload's.</summary>
    public ulong? Announced { get; init; }

    /// <summary>A whole text message.</summary>
    public static ClientFrame Text(string text) => new(Opcode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>A whole text message of these bytes, UTF-8 or not.</summary>
    public static ClientFrame Text(ReadOnlyMemory<byte> bytes) => new(Opcode.Text, bytes);

    /// <summary>A whole binary message.</summary>
    public static ClientFrame Binary(ReadOnlyMemory<byte> bytes) => new(Opcode.Binary, bytes);

    /// <summary>A part of a message.</summary>
    public static ClientFrame Continuation(ReadOnlyMemory<byte> bytes, bool fin) => new(Opcode.Continuation, bytes) { Fin = fin };

    /// <summary>A ping.</summary>
    public static ClientFrame Ping(ReadOnlyMemory<byte> payload) => new(Opcode.Ping, payload);

    /// <summary>A pong.</summary>
    public static ClientFrame Pong(ReadOnlyMemory<byte> payload) => new(Opcode.Pong, payload);

    /// <summary>A close with a code and a reason.</summary>
    public static ClientFrame Close(int code, string reason = "") => Close(code, Encoding.UTF8.GetBytes(reason));

    /// <summary>A close with a code and a reason of these bytes, UTF-8 or not.</summary>
    public static ClientFrame Close(int code, ReadOnlySpan<byte> reason) =>
        new(Opcode.Close, (byte[])[(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>The frame's bytes on the wire.</summary>
    public byte[] ToBytes()
    {
        var length = LengthField(Announced ?? (ulong)Payload.Length, out var marker);
        var first = (byte)((Fin ? 0x80 : 0) | Reserved | (byte)Opcode);
        if (Key is not { } key)
        {
            return [first, marker, .. length, .. Payload.Span];
        }

        var keyBytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(keyBytes, key);
        var masked = Payload.ToArray();
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] ^= keyBytes[i % sizeof(uint)];
        }

        return [first, (byte)(marker | 0x80), .. length, .. keyBytes, .. masked];
    }

    private byte[] LengthField(ulong announced, out byte marker)
    {
        var field = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(field, announced);
        marker = Form switch
        {
            LengthForm.SixteenBits => 126,
            LengthForm.SixtyFourBits => 127,
            LengthForm.Minimal or _ => announced < 126 ? (byte)announced : (byte)(announced <= ushort.MaxValue ? 126 : 127),
        };
        return marker switch
        {
            127 => field,
            126 => field[^sizeof(ushort)..],
            _ => [],
        };
    }
}
