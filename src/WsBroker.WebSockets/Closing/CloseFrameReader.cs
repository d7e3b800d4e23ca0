using System.Buffers.Binary;
using System.Text.Unicode;

namespace WsBroker.WebSockets.Closing;

/// <summary>Reads the payload of close frames (RFC 6455 §5.5.1).</summary>
public static class CloseFrameReader
{
    /// <summary>Reads the code; the reason, if there is one, is UTF-8 from the third byte on.</summary>
    /// <param name="payload">The payload of one close frame, unmasked.</param>
    /// <param name="code">The code, allowed or not; <see cref="CloseCode.NoStatusReceived"/> if there is none.</param>
    /// <param name="violation">The rule that was broken, if one was.</param>
    /// <returns>Whether the payload keeps the rules.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out CloseCode code, out ProtocolViolation violation)
    {
        violation = default;
        code = CloseCode.NoStatusReceived;
        if (payload.IsEmpty)
        {
            return true;
        }

        if (!BinaryPrimitives.TryReadUInt16BigEndian(payload, out var sent))
        {
            violation = new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.CloseCodeCut);
            return false;
        }

        code = (CloseCode)sent;
        violation = Check(code, payload);
        return violation.Reason is ViolationReason.None;
    }

    private static ProtocolViolation Check(CloseCode code, ReadOnlySpan<byte> payload)
    {
        if (!CloseFrameWriter.MayBeSent(code))
        {
            return new ProtocolViolation(CloseCode.ProtocolError, ViolationReason.CloseCodeNotAllowed);
        }

        return Utf8.IsValid(payload[sizeof(ushort)..])
            ? default
            : new ProtocolViolation(CloseCode.InvalidPayload, ViolationReason.CloseReasonNotUtf8);
    }
}
