using WsBroker.Actors;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Sessions;
using static WsBroker.Gateway.Connections.ConnectionMessage;

namespace WsBroker.Gateway.Connections;

/// <summary>What is known and kept of a client that does not keep up: made when it first has to wait, so that others cost nothing.</summary>
/// <remarks>
/// The transport is left <see cref="OutboundQueue.MostLater"/> at most, and that is what has to go in
/// <see cref="ConnectionOptions.WriteTimeout"/>: a byte now and then does not count as reading.
/// </remarks>
/// <param name="environment">What connections share.</param>
/// <param name="owner">The connection.</param>
/// <param name="queue">What waits for the client.</param>
internal sealed class Lag(ConnectionEnvironment environment, ActorRef<SessionMessage> owner, OutboundQueue queue)
{
    private static readonly TimeSpan _lastChance = TimeSpan.FromMilliseconds(250);

    private readonly HeldPublications _held =
        new(environment.Connection.MaxQueuedBytes, environment.Metrics.PublicationDropped);

    private readonly QueuedShare _share = new(environment.Queued, owner);
    private long _since;
    private int _waits;
    private int _tried;
    private bool _isWatched;

    /// <summary>What waits until there is room in the queue.</summary>
    public HeldPublications Held => _held;

    /// <summary>A turn has ended: takes note of what waits now, and since when.</summary>
    public void Note(TimeProvider time)
    {
        _share.Report((long)queue.Kept + _held.Cost);
        if (!queue.IsWaiting)
        {
            return;
        }

        if (_waits != queue.Waits)
        {
            _waits = queue.Waits;
            _since = time.GetTimestamp();
        }

        if (!_isWatched)
        {
            Watch(environment.Connection.WriteTimeout);
        }
    }

    /// <summary>It is time to look whether anything has gone.</summary>
    /// <returns>Whether what waits is overdue.</returns>
    public bool IsOverdue(TimeProvider time)
    {
        var timeout = environment.Connection.WriteTimeout;
        var left = _waits == queue.Waits ? timeout - time.GetElapsedTime(_since) : timeout;
        if (left <= TimeSpan.Zero && _tried == queue.Waits)
        {
            return true;
        }

        if (left <= TimeSpan.Zero)
        {
            // Who looks late had no time itself, and gives as much
            _tried = queue.Waits;
            queue.TryAgain();
            left = new TimeSpan(Math.Clamp(-left.Ticks, _lastChance.Ticks, Math.Max(timeout.Ticks, _lastChance.Ticks)));
        }

        Watch(left);
        return false;
    }

    /// <summary>The client has caught up, or is gone.</summary>
    public void End() => _share.End();

    private void Watch(TimeSpan after)
    {
        _isWatched = true;
        environment.Wheel.Arm(owner, SendDue.Instance, after);
    }
}
