using WsBroker.Broker.Cluster;

namespace WsBroker.Server.Http.Bodies;

/// <summary>How many nodes of a cluster an answer is of.</summary>
/// <param name="Asked">How many there are as far as is known.</param>
/// <param name="Answered">How many of them have answered all that they know.</param>
/// <param name="Complete">Whether nothing is missing.</param>
internal sealed record NodesPart(int Asked, int Answered, bool Complete)
{
    /// <summary>What goes with an answer; null if it is that of a node alone, and whole.</summary>
    public static NodesPart? Of(ClusterAnswer answer) =>
        answer is { Asked: 1, IsWhole: true } ? null : new NodesPart(answer.Asked, answer.Answered, answer.IsWhole);
}
