namespace WsBroker.Broker.Cluster;

/// <summary>What the nodes have answered to a question, each in one or several parts.</summary>
/// <param name="Parts">All that was answered in time.</param>
/// <param name="Asked">How many nodes there are as far as is known, with this one.</param>
/// <param name="Answered">How many of them have answered all that they know.</param>
public sealed record ClusterAnswer(IReadOnlyList<NodeAnswer> Parts, int Asked, int Answered)
{
    /// <summary>Whether this node cannot reach what the nodes share, so that it cannot know which others there are.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Whether no node's answer is missing.</summary>
    public bool IsWhole => Asked == Answered && !IsCutOff;
}
