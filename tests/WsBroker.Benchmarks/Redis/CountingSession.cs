using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Benchmarks.Redis;

/// <summary>A subscriber that counts what it hears.</summary>
internal sealed class CountingSession : ActorRef<SessionMessage>
{
    private long _heard;

    public long Heard => Volatile.Read(ref _heard);

    /// <inheritdoc/>
    public override void Tell(SessionMessage message)
    {
        if (message is SessionEvent.Delivered delivery)
        {
            Interlocked.Add(ref _heard, delivery.Publications);
        }
    }
}
