using WsBroker.Actors;

namespace WsBroker.Server.Hosting;

/// <summary>Where an actor answers code that is no actor: the first message completes a task.</summary>
internal sealed class PromiseRef<TMessage> : ActorRef<TMessage>
{
    private readonly TaskCompletionSource<TMessage> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first message.</summary>
    public Task<TMessage> Kept => _promise.Task;

    /// <inheritdoc/>
    public override void Tell(TMessage message) => _promise.TrySetResult(message);
}
