using WsBroker.Gateway.Compression;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>What a client is answered when its handshake has been decided.</summary>
internal static class HandshakeAnswer
{
    /// <summary>The answer that lets it in.</summary>
    /// <param name="accepted">The request.</param>
    /// <param name="agreement">What was agreed on about compression, or null.</param>
    /// <param name="now">The time.</param>
    /// <returns>Bytes of the turn, gone with the next answer.</returns>
    public static ReadOnlySpan<byte> To(HandshakeOutcome.Accepted accepted, Agreement? agreement, DateTimeOffset now)
    {
        var answer = ScratchBuffers.Answer;
        accepted.Dialect.WriteAccepted(answer, accepted.Request, accepted.IsSecure, accepted.Subprotocol, agreement?.Answer, now);
        return answer.WrittenSpan;
    }

    /// <summary>The answer that does not.</summary>
    /// <returns>Bytes of the turn, gone with the next answer.</returns>
    public static ReadOnlySpan<byte> To(HandshakeOutcome.Refused refused, DialectTable dialects, DateTimeOffset now)
    {
        var answer = ScratchBuffers.Answer;
        var retryAfterSeconds = (int)Math.Ceiling(refused.RetryAfter.TotalSeconds);
        UpgradeResponseWriter.WriteRefused(
            answer, refused.Refusal, now, retryAfterSeconds, refused.Detail, refused.HasBody, dialects.Versions);
        return answer.WrittenSpan;
    }
}
