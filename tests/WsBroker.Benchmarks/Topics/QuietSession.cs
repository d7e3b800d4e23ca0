using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Benchmarks.Topics;

/// <summary>A subscriber that counts what it is told and keeps nothing.</summary>
internal sealed class QuietSession : ActorRef<SessionMessage>
{
    private static long _told;

    /// <summary>How often any of them was told something.</summary>
    public static long Told => Volatile.Read(ref _told);

    /// <inheritdoc/>
    public override void Tell(SessionMessage message) => Interlocked.Increment(ref _told);
}
