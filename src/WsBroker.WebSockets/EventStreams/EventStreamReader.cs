using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.EventStreams;

/// <summary>Reads what a client sends behind its request for events: nothing that counts.</summary>
internal sealed class EventStreamReader(Dialect dialect) : IMessageReader
{
    /// <inheritdoc/>
    public Dialect Dialect => dialect;

    /// <inheritdoc/>
    public bool IsMidMessage => false;

    /// <inheritdoc/>
    public void SetLimits(MessageLimits newLimits)
    {
        // There are no messages
    }

    /// <inheritdoc/>
    public Incoming Read(ref Span<byte> input)
    {
        input = default;
        return default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing
    }
}
