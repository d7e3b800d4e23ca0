using WsBroker.Actors;
using WsBroker.Broker.Access;

namespace WsBroker.Broker.Cluster;

/// <summary>How a node reaches the others of its cluster, and what they share: who is alive, and what is revoked.</summary>
/// <remarks>
/// Thread-safe. Nothing here waits; what comes of it is told, within five seconds, from any thread. Only the clock of what is shared
/// counts, as those of nodes may differ.
/// </remarks>
public interface INodeLink
{
    /// <summary>Gives a sign of life, which counts for a while; with the first one under an id the node begins to hear letters.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isFirst">Whether it is the first one under this id, which may then be nobody else's.</param>
    /// <param name="revocationsUpTo">The place after the last revocation that the node knows; empty if it knows none.</param>
    /// <param name="replyTo">Told <see cref="ClusterMessage.Beaten"/> or <see cref="ClusterMessage.NotBeaten"/>, and each letter for the node.</param>
    void Beat(NodeDescription node, bool isFirst, string revocationsUpTo, ActorRef<ClusterMessage> replyTo);

    /// <summary>Has nobody count on a node any more, unless it has given a sign of life since.</summary>
    void Bury(NodeId node);

    /// <summary>Has nobody count on a node any more, which ends.</summary>
    void Leave(NodeId node);

    /// <summary>Sends a letter, which may get lost: a question to all other nodes, an answer to the one that it is for.</summary>
    void Send(NodeLetter letter);

    /// <summary>Stores a revocation for nodes that start later.</summary>
    /// <param name="revocation">What is revoked.</param>
    /// <param name="replyTo">Told whether it is stored.</param>
    void Store(Revocation revocation, ActorRef<bool> replyTo);
}
