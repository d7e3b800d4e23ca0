using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>One subscription of one session: who gets publications of which topics, and how.</summary>
/// <param name="Filter">The topic or topics.</param>
/// <param name="Session">The owner of the session; one session is one subscriber of a topic, however often it matches.</param>
/// <param name="Client">Who it is.</param>
/// <param name="Form">How its deliveries are encoded.</param>
/// <param name="Echo">Whether it gets what it published itself.</param>
public sealed record Subscriber(TopicFilter Filter, ActorRef<SessionMessage> Session, Participant Client, WireForm Form, bool Echo)
{
    /// <summary>Whether it wants to be told who comes and goes; not with wildcards.</summary>
    public bool WantsPresence { get; init; }
}
