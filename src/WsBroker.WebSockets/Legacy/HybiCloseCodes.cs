using System.Buffers.Binary;
using WsBroker.WebSockets.Closing;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Close codes as the hybi drafts have them (draft-ietf-hybi-thewebsocketprotocol-10 §7.4).</summary>
internal static class HybiCloseCodes
{
    /// <summary>The frame was too large; RFC 6455 has 1009 in its place.</summary>
    public const CloseCode FrameTooLarge = (CloseCode)1004;

    /// <summary>Makes the close frame.</summary>
    public static ReadOnlyMemory<byte> Frame(CloseCode code, string reason)
    {
        // The writer knows the codes of RFC 6455 only
        var written = Known(code);
        var frame = new byte[CloseFrameWriter.MaxFrameLength];
        var isForeign = written is FrameTooLarge;
        var length = CloseFrameWriter.Write(frame, isForeign ? CloseCode.MessageTooBig : written, reason);
        if (isForeign)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)FrameTooLarge);
        }

        return frame.AsMemory(0, length);
    }

    // Codes that came later are said with the nearest that a client of the drafts knows
    private static CloseCode Known(CloseCode code)
    {
        if (code is CloseCode.MessageTooBig)
        {
            return FrameTooLarge;
        }

        var isOurTrouble = code is CloseCode.InternalError or CloseCode.ServiceRestart or CloseCode.TryAgainLater;
        return code is CloseCode.PolicyViolation ? CloseCode.ProtocolError : isOurTrouble ? CloseCode.GoingAway : code;
    }
}
