namespace WsBroker.Actors;

/// <summary>A host of actors.</summary>
/// <remarks>
/// The seam between actors and what runs them: this class, <see cref="Actor{TMessage}"/>, <see
/// cref="ActorContext{TMessage}"/>,
/// <see cref="ActorRef{TMessage}"/> and <see cref="Props{TMessage}"/> are all that an actor ever sees. All members are
/// thread-safe.
/// </remarks>
public abstract class ActorSystem : IAsyncDisposable
{
    /// <summary>The clock of all actors here.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>How many messages have found their receiver ended, so far.</summary>
    public abstract long DeadLetters { get; }

    /// <summary>Completes when the system was asked to terminate and all its actors have ended. Never fails.</summary>
    public abstract Task Terminated { get; }

    /// <summary>Starts an actor without parent.</summary>
    /// <exception cref="InvalidOperationException">The system is terminating.</exception>
    public abstract ActorRef<TMessage> Spawn<TMessage>(Props<TMessage> props);

    /// <summary>
    /// Asks an actor to stop: the message it is at will be its last, and what waits becomes dead letters.
    /// </summary>
    /// <remarks>Its children end first. A reference that is no actor of this system is passed over.</remarks>
    public void Stop(ActorRef actor) => RequestStop(actor);

    /// <summary>Asks all actors to stop; <see cref="Terminated"/> tells when they have. May be called again.</summary>
    public abstract void Terminate();

    /// <summary>Terminates the system and waits until all actors have ended.</summary>
    public ValueTask DisposeAsync()
    {
        Terminate();
        GC.SuppressFinalize(this);
        return new ValueTask(Terminated);
    }

    /// <summary>For hosts: does what <see cref="Stop"/> says.</summary>
    protected abstract void RequestStop(ActorRef actor);
}
