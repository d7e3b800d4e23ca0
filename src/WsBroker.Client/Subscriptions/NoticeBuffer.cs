using System.Threading.Channels;
using WsBroker.Client.Connections;

namespace WsBroker.Client.Subscriptions;

/// <summary>What a subscription has been told and its enumeration has not taken yet, counted in bytes.</summary>
/// <remarks>
/// Closes the gate at <see cref="WsBrokerClientOptions.MaxBufferedBytes"/> and opens it again at half of that, so that
/// it does not swing with each message. One writer at a time, one reader.
/// </remarks>
internal sealed class NoticeBuffer(WsBrokerClientOptions options, ReadGate gate)
{
    /// <summary>What a message costs beside its payload and headers, roughly, in bytes.</summary>
    private const int OverheadBytes = 256;

    private readonly Channel<Notice> _notices =
        Channel.CreateUnbounded<Notice>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _gate = new();
    private long _bytes;
    private bool _full;
    private bool _ended;

    /// <summary>What to take from; whoever takes says so with <see cref="Taken"/>.</summary>
    public ChannelReader<Notice> Notices => _notices.Reader;

    /// <summary>Adds a notice.</summary>
    /// <returns>
    /// False if there is no room even for what comes while an answer is awaited; it is not added then.
    /// </returns>
    public bool TryAdd(Notice notice)
    {
        lock (_gate)
        {
            if (_bytes > (long)options.MaxBufferedBytes + options.MaxExcessBytes)
            {
                return false;
            }

            _bytes += CostOf(notice);
            if (!_full && !_ended && _bytes >= options.MaxBufferedBytes)
            {
                _full = true;
                gate.SubscriptionFilled();
            }
        }

        // Once the buffer has ended, nobody waits for more
        _ = _notices.Writer.TryWrite(notice);
        return true;
    }

    /// <summary>A notice was taken.</summary>
    public void Taken(Notice notice)
    {
        lock (_gate)
        {
            _bytes -= CostOf(notice);
            if (_bytes <= options.MaxBufferedBytes / 2)
            {
                BeDrained();
            }
        }
    }

    /// <summary>
    /// Nothing is added any more; what is in can still be taken, and then the failure is thrown, if there is one.
    /// </summary>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            _ended = true;
            BeDrained();
        }

        _ = _notices.Writer.TryComplete(failure);
    }

    private static long CostOf(Notice notice) => notice is Notice.Arrived { Message: var message }
        ? OverheadBytes + message.Payload.Length + message.Headers.Length
        : OverheadBytes;

    private void BeDrained()
    {
        if (_full)
        {
            _full = false;
            gate.SubscriptionDrained();
        }
    }
}
