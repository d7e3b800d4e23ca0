using System.Buffers.Binary;
using System.Text.Unicode;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Closing;

/// <summary>Writes close frames (RFC 6455 §5.5.1).</summary>
/// <remarks>
/// Bytes of the destination behind the ones that are counted in the return value are left as they were or hold parts of
/// the reason; they are not to be sent.
/// </remarks>
public static class CloseFrameWriter
{
    /// <summary>The longest reason in UTF-8 bytes: a control frame's payload less the code.</summary>
    public const int MaxReasonBytes = FrameReader.MaxControlPayload - sizeof(ushort);

    /// <summary>The longest close frame of a server, in bytes.</summary>
    public const int MaxFrameLength = 2 + FrameReader.MaxControlPayload;

    /// <summary>Whether a code may be on the wire: 1000–1003, 1007–1014, 3000–4999 (RFC 6455 §7.4 and IANA).</summary>
    public static bool MayBeSent(CloseCode code) =>
        (ushort)code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);

    /// <summary>Writes a whole close frame of a server, which is not masked.</summary>
    /// <param name="destination">At least <see cref="MaxFrameLength"/> bytes.</param>
    /// <param name="code">
    /// A code that <see cref="MayBeSent"/>, or <see cref="CloseCode.NoStatusReceived"/> for none.
    /// </param>
    /// <param name="reason">For humans. Cut between code points to what fits; lone surrogates become U+FFFD.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">The destination is too short, or the code must not be sent.</exception>
    public static int Write(Span<byte> destination, CloseCode code, ReadOnlySpan<char> reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaxFrameLength, nameof(destination));
        var payloadLength = WritePayload(destination[2..], code, reason);
        return FrameWriter.WriteHeader(destination, Opcode.Close, payloadLength) + payloadLength;
    }

    /// <summary>Writes the payload alone, for a client that masks it.</summary>
    /// <param name="destination">At least <see cref="FrameReader.MaxControlPayload"/> bytes.</param>
    /// <param name="code">As in <see cref="Write"/>.</param>
    /// <param name="reason">As in <see cref="Write"/>.</param>
    /// <returns>How many bytes were written, 0 to <see cref="FrameReader.MaxControlPayload"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short, or the code must not be sent.</exception>
    public static int WritePayload(Span<byte> destination, CloseCode code, ReadOnlySpan<char> reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(
            destination.Length, FrameReader.MaxControlPayload, nameof(destination));
        if (code is CloseCode.NoStatusReceived)
        {
            return 0;
        }

        if (!MayBeSent(code))
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "This code must not be on the wire.");
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
        _ = Utf8.FromUtf16(
            reason,
            destination.Slice(sizeof(ushort), MaxReasonBytes),
            out _,
            out var written,
            replaceInvalidSequences: true);
        return sizeof(ushort) + written;
    }
}
