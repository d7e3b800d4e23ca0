using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>What one node asks of another, or has it do, for a back end or a client.</summary>
public abstract record NodeQuestion
{
    private protected NodeQuestion()
    {
    }

    /// <summary>Asks what goes on in the active topics that match.</summary>
    public sealed record ListTopics(TopicFilter Filter) : NodeQuestion;

    /// <summary>Has all that the node itself keeps of a topic forgotten.</summary>
    public sealed record ForgetTopic(TopicName Topic) : NodeQuestion;

    /// <summary>Has a revocation take effect.</summary>
    public sealed record Revoke(Revocation Revocation) : NodeQuestion;

    /// <summary>Has one node let its clients go, and end. All others have nothing to do.</summary>
    /// <param name="Node">The node.</param>
    public sealed record Drain(NodeId Node) : NodeQuestion;

    /// <summary>Wants the session of a client that has connected elsewhere; a connection that has it is closed.</summary>
    /// <param name="Session">The secret.</param>
    /// <param name="User">Whose session it must be; null when anonymous.</param>
    public sealed record HandOver(SessionId Session, string? User) : NodeQuestion;
}
