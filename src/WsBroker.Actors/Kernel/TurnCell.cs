namespace WsBroker.Actors.Kernel;

/// <summary>The half of a cell that has messages wait and turns scheduled, and knows nothing of actors.</summary>
/// <remarks>
/// Who schedules a turn sets <see cref="CellState.Scheduled"/> inside the gate, and only the end of that turn takes it
/// off: so turns
/// never overlap. As each turn enters the gate first and leaves it last, it sees all that the one before has written.
/// </remarks>
internal abstract class TurnCell<TMessage>(Family siblings, MailboxOptions<TMessage> options)
    : ActorContext<TMessage>, ITurn
{
    private Mailbox<TMessage> _mailbox;
    private ushort _taken;
    private CellState _state = CellState.Starting | CellState.Scheduled;
    private byte _gate;

    /// <inheritdoc cref="IPlaced.Place"/>
    // Here and not where it is needed, as four bytes more in a derived class would be eight
    public int Place { get; set; }

    /// <summary>The actor's siblings and itself, and what they all need to know.</summary>
    protected Family Siblings => siblings;

    /// <summary>What was declared for its mailbox.</summary>
    protected MailboxOptions<TMessage> MailboxOptions => options;

    /// <summary>The phase; changed by the turn only.</summary>
    protected CellState Phase => _state & CellState.Phase;

    /// <summary>Whether messages are no longer received.</summary>
    protected bool IsClosed => Has(CellState.Closed);

    /// <summary>
    /// Whether there seems to be more than the turn has taken; a hint, as it is read outside of the gate.
    /// </summary>
    protected bool SeemsToHaveMore => _mailbox.Count > _taken;

    /// <inheritdoc/>
    public sealed override void Tell(TMessage message)
    {
        Gate.Enter(ref _gate);
        var isOpen = !IsClosed;
        if (isOpen && _mailbox.Count - _taken < options.Capacity)
        {
            PutAndExit(message);
            return;
        }

        Gate.Exit(ref _gate);
        NotTaken(message, isOpen);
    }

    /// <inheritdoc/>
    public void Execute() => Run(Dispatcher.MessagesPerTurn);

    /// <inheritdoc/>
    public abstract void Run(int maxMessages);

    /// <summary>Answers a message that was not put into the mailbox.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isFull">
    /// Whether that is because the mailbox is full; otherwise because the actor is ending or has ended.
    /// </param>
    protected abstract void NotTaken(TMessage message, bool isFull);

    /// <summary>Waits for the gate, which guards all that others than the turn may touch.</summary>
    protected void EnterGate() => Gate.Enter(ref _gate);

    /// <summary>Frees the gate.</summary>
    protected void ExitGate() => Gate.Exit(ref _gate);

    /// <summary>
    /// Puts a message that the actor itself has asked for, even into a full mailbox, and frees the gate.
    /// </summary>
    protected void PutOwnAndExitGate(TMessage message)
    {
        if (IsClosed)
        {
            Gate.Exit(ref _gate);
        }
        else
        {
            PutAndExit(message);
        }
    }

    /// <summary>Has a turn look at what there is to do besides messages.</summary>
    /// <param name="also">What is to be noted for it.</param>
    protected void Signal(CellState also)
    {
        Gate.Enter(ref _gate);
        if (Phase == CellState.Ended)
        {
            Gate.Exit(ref _gate);
            return;
        }

        var isScheduled = Has(CellState.Scheduled);
        _state |= CellState.Signalled | CellState.Scheduled | also;
        Gate.Exit(ref _gate);
        if (!isScheduled)
        {
            siblings.Dispatcher.Schedule(this);
        }
    }

    /// <summary>Goes over to another phase; for the turn, inside the gate.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="also">What is noted besides.</param>
    protected void SetPhase(CellState phase, CellState also = CellState.Running) =>
        _state = (_state & ~CellState.Phase) | phase | also;

    /// <summary>Begins a turn: takes messages, if it is the time for messages.</summary>
    /// <returns>False when something else is to be done.</returns>
    protected bool TryTake(int most, out Batch<TMessage> batch)
    {
        Gate.Enter(ref _gate);
        _state &= ~CellState.Signalled;
        var isTime = (_state & (CellState.Phase | CellState.Closed)) == CellState.Running;
        batch = isTime ? Take(most) : default;
        Gate.Exit(ref _gate);
        return isTime;
    }

    /// <summary>Goes on with a turn: drops what is read and takes more.</summary>
    protected Batch<TMessage> TakeMore(int read, int most)
    {
        Gate.Enter(ref _gate);
        DropRead(read);
        var batch = Take(most);
        Gate.Exit(ref _gate);
        return batch;
    }

    /// <summary>Drops what is read of the messages taken last.</summary>
    protected void Drop(int read)
    {
        Gate.Enter(ref _gate);
        DropRead(read);
        Gate.Exit(ref _gate);
    }

    /// <summary>Ends a turn, and has another one scheduled if there is something left to do.</summary>
    /// <param name="read">How many messages were read of those taken last.</param>
    protected void Settle(int read)
    {
        Gate.Enter(ref _gate);
        DropRead(read);
        var ring = _mailbox.TakeEmptyRing();
        var goesOn = Has(CellState.Signalled)
            || (Phase is CellState.Running && (_mailbox.Count > 0 || IsClosed));
        if (!goesOn)
        {
            _state &= ~CellState.Scheduled;
        }

        Gate.Exit(ref _gate);
        if (ring is not null)
        {
            Mailbox<TMessage>.GiveBack(ring);
        }

        if (goesOn)
        {
            siblings.Dispatcher.ScheduleAgain(this);
        }
    }

    private bool Has(CellState any) => (_state & any) != CellState.Running;

    private void PutAndExit(TMessage message)
    {
        _mailbox.Add(message, isRead: _taken > 0);
        var wakes = !Has(CellState.Scheduled | CellState.Waiting);
        if (wakes)
        {
            _state |= CellState.Scheduled;
        }

        Gate.Exit(ref _gate);
        if (wakes)
        {
            siblings.Dispatcher.Schedule(this);
        }
    }

    private Batch<TMessage> Take(int most)
    {
        var batch = _mailbox.Take(most);
        _taken = (ushort)(batch.Ring is null ? 0 : batch.Count);
        return batch;
    }

    // A single message has left the mailbox when it was taken
    private void DropRead(int read)
    {
        if (_taken > 0)
        {
            _mailbox.Drop(read);
            _taken = 0;
        }
    }
}
