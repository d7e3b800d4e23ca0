using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Reads as RFC 6455 has it, and lets the one close code pass that the drafts had and the RFC has not.</summary>
internal sealed class HybiReader(Dialect dialect, IMessageReader frames) : IMessageReader
{
    /// <inheritdoc/>
    public Dialect Dialect => dialect;

    /// <inheritdoc/>
    public bool IsMidMessage => frames.IsMidMessage;

    /// <inheritdoc/>
    public void SetLimits(MessageLimits newLimits) => frames.SetLimits(newLimits);

    /// <inheritdoc/>
    public Incoming Read(ref Span<byte> input)
    {
        var incoming = frames.Read(ref input);
        return incoming is { Violation.Reason: ViolationReason.CloseCodeNotAllowed, CloseCode: HybiCloseCodes.FrameTooLarge }
            ? new Incoming { Kind = IncomingKind.Close, CloseCode = incoming.CloseCode }
            : incoming;
    }

    /// <inheritdoc/>
    public void Dispose() => frames.Dispose();
}
