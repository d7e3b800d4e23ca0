using WsBroker.Actors;
using WsBroker.Broker.Access;

namespace WsBroker.Broker.Cluster;

/// <summary>All that a <see cref="ClusterActor"/> can be told.</summary>
public abstract record ClusterMessage
{
    private ClusterMessage()
    {
    }

    /// <summary>Puts a question to all nodes, this one among them.</summary>
    /// <param name="What">The question.</param>
    /// <param name="ReplyTo">Told what they have answered, once, within two seconds.</param>
    public sealed record Ask(NodeQuestion What, ActorRef<ClusterAnswer> ReplyTo) : ClusterMessage;

    /// <summary>Has a revocation take effect on all nodes, also on those that start later.</summary>
    /// <param name="What">What is revoked.</param>
    /// <param name="ReplyTo">
    /// Told what the nodes have answered, once, within seven seconds; null if the revocation holds on this node, but could not be stored for the others.
    /// </param>
    public sealed record Revoke(Revocation What, ActorRef<ClusterAnswer?> ReplyTo) : ClusterMessage;

    /// <summary>Asks which nodes there are, this one first.</summary>
    public sealed record ListNodes(ActorRef<IReadOnlyList<NodeDescription>> ReplyTo) : ClusterMessage;

    /// <summary>The node ends: says so to the others. Nothing is asked afterwards.</summary>
    /// <param name="ReplyTo">Told once the link has been told.</param>
    public sealed record Leave(ActorRef<bool> ReplyTo) : ClusterMessage;

    /// <summary>News from the link: what came of a sign of life, and what the nodes share.</summary>
    /// <param name="Node">Whose sign it was.</param>
    /// <param name="Outcome">What came of it. If it is not <see cref="BeatOutcome.Kept"/> or <see cref="BeatOutcome.Begun"/>, the rest is empty.</param>
    public sealed record Beaten(NodeId Node, BeatOutcome Outcome) : ClusterMessage
    {
        /// <summary>The nodes that have given a sign of life lately, this one among them.</summary>
        public IReadOnlyList<NodeDescription> Alive { get; init; } = [];

        /// <summary>Nodes that have not, for longer than a sign of life counts.</summary>
        public IReadOnlyList<NodeId> Silent { get; init; } = [];

        /// <summary>Nodes that are gone, of which something may be left.</summary>
        public IReadOnlyList<NodeId> Gone { get; init; } = [];

        /// <summary>Revocations that were stored since the place that was named, oldest first.</summary>
        public IReadOnlyList<Revocation> Revocations { get; init; } = [];

        /// <summary>The place after the last of these.</summary>
        public string RevocationsUpTo { get; init; } = "";
    }

    /// <summary>News from the link: nothing of what the nodes share can be reached.</summary>
    public sealed record NotBeaten : ClusterMessage;

    /// <summary>News from the link: another node has sent something.</summary>
    public sealed record Heard(NodeLetter Letter) : ClusterMessage;

    /// <summary>The actor to itself: it is time for a sign of life.</summary>
    internal sealed record BeatDue : ClusterMessage;

    /// <summary>The actor to itself: this node answers.</summary>
    internal sealed record Answered(long Number, NodeAnswer What) : ClusterMessage;

    /// <summary>The actor to itself: this node answers another.</summary>
    internal sealed record AnsweredFor(NodeLetter.Question Letter, NodeAnswer What) : ClusterMessage;

    /// <summary>The actor to itself: who has not answered until now does not count.</summary>
    internal sealed record Late(long Number) : ClusterMessage;

    /// <summary>The actor to itself: a revocation is in force on the nodes that have answered.</summary>
    internal sealed record RevocationAnswered(Revoke Order, ClusterAnswer Answer) : ClusterMessage;

    /// <summary>The actor to itself: it is stored for nodes that start later, or is not.</summary>
    internal sealed record RevocationStored(RevocationAnswered What, bool IsStored) : ClusterMessage;
}
