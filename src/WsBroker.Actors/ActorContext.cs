namespace WsBroker.Actors;

/// <summary>
/// An actor as its own turns see it; to all others the same object is its <see cref="ActorRef{TMessage}"/>.
/// </summary>
/// <remarks>
/// Whoever hosts actors derives from this, one object an actor: outside its Tell, inside its context. Being one
/// object instead of two saves 24 bytes for every idle connection. The public members are for the actor's own turns
/// only;
/// the protected ones are how a host drives the actor.
/// </remarks>
/// <typeparam name="TMessage">All that the actor can be told.</typeparam>
public abstract class ActorContext<TMessage> : ActorRef<TMessage>
{
    /// <summary>The actor's own reference.</summary>
    public ActorRef<TMessage> Self => this;

    /// <summary>The system that the actor lives in.</summary>
    public abstract ActorSystem System { get; }

    /// <summary>The system's clock.</summary>
    public TimeProvider Time => System.Time;

    /// <summary>The children that have not ended, as they were when asked; later changes are not seen in it.</summary>
    public abstract IReadOnlyCollection<ActorRef> Children { get; }

    /// <summary>
    /// Starts a child: it ends before this actor does, and its failures are answered as its props say.
    /// </summary>
    /// <remarks>The child is constructed here, and does all else in turns of its own.</remarks>
    /// <exception cref="InvalidOperationException">This actor is ending.</exception>
    public abstract ActorRef<TChild> Spawn<TChild>(Props<TChild> props);

    /// <summary>
    /// Has <paramref name="notice"/> told to this actor once, when <paramref name="other"/> has ended; at once if it
    /// already has.
    /// </summary>
    /// <remarks>
    /// The notice follows all that <paramref name="other"/> itself has told this actor, and is never refused by a full
    /// mailbox.
    /// Watching again replaces the notice. Watches outlive a restart of this actor. A reference that is no actor of
    /// this system never ends.
    /// </remarks>
    public abstract void Watch(ActorRef other, TMessage notice);

    /// <summary>Takes a watch back. A notice already in the mailbox will still be received.</summary>
    public abstract void Unwatch(ActorRef other);

    /// <summary>
    /// Asks an actor to stop: the message it is at will be its last, and what waits becomes dead letters.
    /// </summary>
    /// <remarks>Its children end first. A reference that is no actor of this system is passed over.</remarks>
    public void Stop(ActorRef child) => System.Stop(child);

    /// <summary>
    /// Asks this actor to stop: the message it is at is its last, and what waits becomes dead letters.
    /// </summary>
    public abstract void StopSelf();

    /// <summary>
    /// Tells this actor <paramref name="message"/> once, when <paramref name="delay"/> has passed; never refused by a
    /// full mailbox.
    /// </summary>
    /// <param name="delay">Zero or more.</param>
    /// <param name="message">What to tell.</param>
    /// <returns>
    /// Disposing it cancels, from any thread; a message already in the mailbox will still be received. It is cancelled
    /// as well
    /// when the actor ends or restarts.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public abstract IDisposable Schedule(TimeSpan delay, TMessage message);

    /// <summary>For hosts: makes an instance that has this context.</summary>
    /// <exception cref="InvalidOperationException">
    /// The props gave no actor. What they throw themselves comes through.
    /// </exception>
    protected Actor<TMessage> Create(Props<TMessage> props)
    {
        ArgumentNullException.ThrowIfNull(props);

        var actor = props.Create() ?? throw new InvalidOperationException("The props gave no actor.");
        actor.Attach(this);
        return actor;
    }

    /// <summary>For hosts: runs <c>PreStart</c>.</summary>
    protected static void RunPreStart(Actor<TMessage> actor) => actor.RunPreStart();

    /// <summary>For hosts: runs <c>Receive</c>.</summary>
    protected static void RunReceive(Actor<TMessage> actor, TMessage message) => actor.RunReceive(message);

    /// <summary>For hosts: runs <c>TurnEnded</c>.</summary>
    protected static void RunTurnEnded(Actor<TMessage> actor) => actor.RunTurnEnded();

    /// <summary>For hosts: runs <c>PreRestart</c>.</summary>
    protected static void RunPreRestart(Actor<TMessage> actor, Exception failure) => actor.RunPreRestart(failure);

    /// <summary>For hosts: runs <c>PostStop</c>.</summary>
    protected static void RunPostStop(Actor<TMessage> actor, Exception? failure) => actor.RunPostStop(failure);
}
