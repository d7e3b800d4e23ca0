using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>Asks all nodes for HTTP requests, and waits for what they answer. Thread-safe.</summary>
/// <param name="cluster">This node among the others, or alone.</param>
internal sealed class ClusterInquiry(ActorRef<ClusterMessage> cluster)
{
    /// <summary>Longer than it takes to give up on those that do not answer.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(8);

    /// <summary>Puts a question to all nodes.</summary>
    /// <returns>What they have answered; null if this node itself cannot tell in time.</returns>
    public Task<ClusterAnswer?> AskAsync(NodeQuestion question) =>
        WaitAsync<ClusterAnswer>(answer => cluster.Tell(new ClusterMessage.Ask(question, answer)));

    /// <summary>Has a revocation take effect on all nodes.</summary>
    /// <returns>What they have answered; null if nodes that start later may not know of it.</returns>
    public Task<ClusterAnswer?> RevokeAsync(Revocation revocation) =>
        WaitAsync<ClusterAnswer?>(answer => cluster.Tell(new ClusterMessage.Revoke(revocation, answer)));

    /// <summary>Which nodes there are, this one first.</summary>
    /// <returns>Null if that cannot be told in time.</returns>
    public Task<IReadOnlyList<NodeDescription>?> ListNodesAsync() =>
        WaitAsync<IReadOnlyList<NodeDescription>>(answer => cluster.Tell(new ClusterMessage.ListNodes(answer)));

    private static async Task<TAnswer?> WaitAsync<TAnswer>(Action<PromiseRef<TAnswer>> ask)
    {
        var answer = new PromiseRef<TAnswer>();
        ask(answer);
        try
        {
            return await answer.Kept.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }
}
