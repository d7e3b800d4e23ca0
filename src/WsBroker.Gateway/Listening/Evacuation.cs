using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;

namespace WsBroker.Gateway.Listening;

/// <summary>The connections of a listener that are to take leave, some at a time. Belongs to the listener.</summary>
/// <param name="connections">All that are there; none comes later.</param>
/// <param name="departures">The pace.</param>
internal sealed class Evacuation(IEnumerable<ActorRef<SessionMessage>> connections, Departures departures)
{
    private readonly Queue<ActorRef<SessionMessage>> _waiting = new(connections);

    /// <summary>Tells as many as may leave now.</summary>
    /// <returns>When to go on; null if all have been told.</returns>
    public TimeSpan? TellSome()
    {
        while (_waiting.TryPeek(out var next))
        {
            if (!departures.TryTake(out var comeBackAfter))
            {
                return departures.UntilNext();
            }

            _waiting.Dequeue();
            next.Tell(new ConnectionMessage.TakeLeave(comeBackAfter));
        }

        return null;
    }

    /// <summary>Tells the rest, too, each when to come back.</summary>
    public void TellAll()
    {
        while (_waiting.TryDequeue(out var next))
        {
            next.Tell(new ConnectionMessage.TakeLeave(departures.Take()));
        }
    }
}
