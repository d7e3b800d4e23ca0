using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What all sessions of a node share. Immutable; its parts are thread-safe.</summary>
public sealed record SessionEnvironment
{
    /// <summary>The topics of this node.</summary>
    public required ActorRef<TopicsMessage> Topics { get; init; }

    /// <summary>Where sessions are kept whose connection is lost; null where they are not.</summary>
    public SessionKeeping? Keeping { get; init; }

    /// <summary>What a session may cost.</summary>
    public SessionOptions Options { get; init; } = new();
}
