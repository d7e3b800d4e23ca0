namespace WsBroker.WebSockets.Messages;

/// <summary>Makes messages, pings, pongs and the close out of the bytes of one client.</summary>
/// <remarks>
/// Belongs to one connection and so to one thread at a time. Call <see cref="Read"/> until it answers
/// <see cref="IncomingKind.NeedMoreData"/>; from then on the caller's buffer may be reused.
/// </remarks>
public interface IMessageReader : IDisposable
{
    /// <summary>How the same client is written to.</summary>
    Dialect Dialect { get; }

    /// <summary>Whether a frame or a message has begun to arrive whose rest is awaited.</summary>
    bool IsMidMessage { get; }

    /// <summary>Has other limits hold, for all that is not whole yet.</summary>
    void SetLimits(MessageLimits newLimits);

    /// <summary>Takes bytes from the front of <paramref name="input"/> up to the first whole thing.</summary>
    /// <param name="input">
    /// What has arrived; may be changed where it lies, and is moved to the first byte that was not taken. After a close
    /// frame or a violation everything is taken and nothing comes of it.
    /// </param>
    /// <returns>What was found; its payload is valid until the next call.</returns>
    Incoming Read(ref Span<byte> input);
}
