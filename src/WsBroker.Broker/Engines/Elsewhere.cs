using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Engines;

/// <summary>Stands for the session of a publication that has none here: another node's, or nobody knows.</summary>
internal sealed class Elsewhere : ActorRef<SessionMessage>
{
    /// <summary>The only instance.</summary>
    public static readonly Elsewhere Instance = new();

    private Elsewhere()
    {
    }

    /// <inheritdoc/>
    public override void Tell(SessionMessage message)
    {
    }
}
