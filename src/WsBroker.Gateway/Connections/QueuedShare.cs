using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using static WsBroker.Gateway.Connections.ConnectionMessage;

namespace WsBroker.Gateway.Connections;

/// <summary>What waits for one client, as a part of the node's total.</summary>
/// <remarks>Belongs to the client's connection, but for <see cref="Shed"/>, which is called by whoever finds that there is too much.</remarks>
internal sealed class QueuedShare
{
    private readonly QueuedTotal _total;
    private readonly ActorRef<SessionMessage> _owner;
    private long _bytes;
    private volatile bool _isShed;

    /// <param name="total">Of the node.</param>
    /// <param name="owner">The connection.</param>
    public QueuedShare(QueuedTotal total, ActorRef<SessionMessage> owner)
    {
        _total = total;
        _owner = owner;
        total.Enter(this);
    }

    /// <summary>How many bytes wait.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>So many bytes wait now.</summary>
    public void Report(long bytes)
    {
        if (!_isShed && bytes != _bytes)
        {
            _total.Add(bytes - Interlocked.Exchange(ref _bytes, bytes));
        }
    }

    /// <summary>Has the connection closed. What waits for it counts no more, since it is about to be dropped.</summary>
    public void Shed()
    {
        _isShed = true;
        _total.Add(-Interlocked.Exchange(ref _bytes, 0));
        _owner.Tell(new Disconnect(EndReason.Shed));
    }

    /// <summary>Nothing waits any more, and nothing will.</summary>
    public void End()
    {
        _total.Leave(this);
        _total.Add(-Interlocked.Exchange(ref _bytes, 0));
    }
}
