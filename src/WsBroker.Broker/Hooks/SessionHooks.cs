using WsBroker.Actors;

namespace WsBroker.Broker.Hooks;

/// <summary>Which back ends have a say in what sessions do. Immutable.</summary>
/// <param name="Hooks">Who asks them.</param>
public sealed record SessionHooks(ActorRef<HooksMessage> Hooks)
{
    /// <summary>Whether one is asked before a client comes in.</summary>
    public bool AsksConnect { get; init; }

    /// <summary>Whether nobody comes in whom that one has not let in, so that clients have to be let in in time.</summary>
    public bool GuardsEntry { get; init; }

    /// <summary>Whether one is asked before a client subscribes.</summary>
    public bool AsksSubscribe { get; init; }

    /// <summary>Whether one is asked before a client publishes.</summary>
    public bool AsksPublish { get; init; }

    /// <summary>Whether one is told who connects and who is gone.</summary>
    public bool TellsConnections { get; init; }
}
