using WsBroker.Actors.Kernel;

namespace WsBroker.Actors;

/// <summary>The actors of this process, on a kernel of our own.</summary>
/// <remarks>
/// Thread-safe. What a dispatcher needs to run turns must go on running until <see cref="ActorSystem.Terminated"/>.
/// </remarks>
public sealed class LocalActorSystem : ActorSystem
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystemOptions _options;
    private readonly ActorsMetrics _metrics;
    private readonly Family _roots;

    /// <summary>Makes a system without actors.</summary>
    public LocalActorSystem(ActorSystemOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        _options = options;
        Terminated = _terminated.Task;
        _metrics = new ActorsMetrics(options.Meters);
        _roots = new Family(this, parent: null);
    }

    /// <inheritdoc/>
    public override TimeProvider Time => _options.Time;

    /// <inheritdoc/>
    public override long DeadLetters => _metrics.DeadLetters;

    /// <inheritdoc/>
    public override Task Terminated { get; }

    internal Dispatcher Dispatcher => _options.Dispatcher;

    internal Action<ActorRef, object?>? DeadLetterHook => _options.DeadLetter;

    /// <inheritdoc/>
    public override ActorRef<TMessage> Spawn<TMessage>(Props<TMessage> props)
    {
        ArgumentNullException.ThrowIfNull(props);

        return LocalCell<TMessage>.Start(_roots, props);
    }

    /// <inheritdoc/>
    public override void Terminate() => _roots.StopAll(isLast: true);

    /// <summary>Notes a failure that restarts an actor.</summary>
    internal void Restarts(string actor, CellStep step, Exception failure)
    {
        _metrics.ActorFailed(actor);
        _metrics.ActorRestarted(actor);
        _options.Logger.ActorRestarts(failure, actor, step);
    }

    /// <summary>Notes a failure that stops an actor.</summary>
    internal void Stops(string actor, CellStep step, Exception failure)
    {
        _metrics.ActorFailed(actor);
        _options.Logger.ActorStops(failure, actor, step);
    }

    /// <summary>Notes a failure that changes nothing.</summary>
    internal void PassesOver(string actor, CellStep step, Exception failure) =>
        _options.Logger.FailurePassedOver(failure, actor, step);

    /// <summary>Counts a dead letter.</summary>
    internal void CountDeadLetter() => _metrics.DeadLetter();

    /// <summary>Notes that there is no actor left, and will be none.</summary>
    internal void AllEnded()
    {
        if (_terminated.TrySetResult())
        {
            _metrics.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void RequestStop(ActorRef actor) => (actor as ILocalCell)?.RequestStop();
}
