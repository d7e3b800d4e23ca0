namespace WsBroker.Actors;

/// <summary>State that only its own turns touch, and what it does with what it is told.</summary>
/// <remarks>
/// All methods run in turns: one at a time, never concurrently, each seeing all that the one before has written, on
/// whatever
/// thread. A turn never blocks and never awaits; what is slow is started by a turn and comes back as a message.
/// An exception is a failure, and the policy with which the actor was spawned decides on it. Every instance that was
/// started
/// ends with exactly one of <see cref="PreRestart"/> and <see cref="PostStop"/>.
/// </remarks>
/// <typeparam name="TMessage">All that the actor can be told.</typeparam>
public abstract class Actor<TMessage>
{
    private ActorContext<TMessage>? _context;

    /// <summary>The actor as seen from inside: its own reference, its children, its timers.</summary>
    /// <remarks>
    /// For the actor's own turns only. There from <see cref="PreStart"/> on, not yet in the constructor.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The actor is still being constructed.</exception>
    protected ActorContext<TMessage> Context =>
        _context ?? throw new InvalidOperationException("The context is there from PreStart on.");

    /// <summary>Handles one message.</summary>
    protected abstract void Receive(TMessage message);

    /// <summary>The first thing that an instance does, before its first message; once for each instance.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Follows the last message of each turn: here is handed on what a turn has gathered.</summary>
    /// <remarks>Left out in the turn that fails; not left out in the one that asks to stop.</remarks>
    protected virtual void TurnEnded()
    {
    }

    /// <summary>
    /// The last thing of an instance that another will replace. Its children still run, and are stopped next.
    /// </summary>
    /// <param name="failure">What it failed with.</param>
    protected virtual void PreRestart(Exception failure)
    {
    }

    /// <summary>The last thing of all: its children have ended, and nothing will be received any more.</summary>
    /// <param name="failure">What ended the actor; null when it was stopped as asked.</param>
    protected virtual void PostStop(Exception? failure)
    {
    }

    internal void Attach(ActorContext<TMessage> context) => _context = context;

    internal void RunReceive(TMessage message) => Receive(message);

    internal void RunPreStart() => PreStart();

    internal void RunTurnEnded() => TurnEnded();

    internal void RunPreRestart(Exception failure) => PreRestart(failure);

    internal void RunPostStop(Exception? failure) => PostStop(failure);
}
