using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Benchmarks.Topics;

/// <summary>Takes one list of topics.</summary>
internal sealed class Listing : ActorRef<IReadOnlyList<TopicDescription>>
{
    private readonly TaskCompletionSource<int> _count = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many topics were in it.</summary>
    public Task<int> Count => _count.Task;

    /// <inheritdoc/>
    public override void Tell(IReadOnlyList<TopicDescription> message) => _count.TrySetResult(message.Count);
}
