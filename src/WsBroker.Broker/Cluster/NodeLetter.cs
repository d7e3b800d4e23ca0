namespace WsBroker.Broker.Cluster;

/// <summary>What one node sends another, which may get lost on the way.</summary>
/// <param name="From">Who sends it.</param>
public abstract record NodeLetter(NodeId From)
{
    /// <summary>A node has begun: the others count on it before their next sign of life.</summary>
    /// <param name="Node">What it tells of itself.</param>
    public sealed record Greeting(NodeDescription Node) : NodeLetter(Node.Id);

    /// <summary>A question to all other nodes.</summary>
    /// <param name="From">Who asks.</param>
    /// <param name="Number">The asker's number for it.</param>
    /// <param name="What">The question.</param>
    public sealed record Question(NodeId From, long Number, NodeQuestion What) : NodeLetter(From);

    /// <summary>An answer, or a part of it.</summary>
    /// <param name="From">Who answers.</param>
    /// <param name="To">Who asked.</param>
    /// <param name="Number">The asker's number for its question.</param>
    /// <param name="Parts">How many parts the answer has.</param>
    /// <param name="What">This part.</param>
    public sealed record Answer(NodeId From, NodeId To, long Number, int Parts, NodeAnswer What) : NodeLetter(From)
    {
        /// <summary>Whether the node knows more than it tells: there was too much.</summary>
        public bool IsCut { get; init; }
    }
}
