namespace WsBroker.Actors.Kernel;

/// <summary>The half of a cell that lives: it starts, works, fails, comes back and ends.</summary>
/// <remarks>
/// All of it runs in turns, and each change of phase on the way down is a turn of its own.
/// <code>
/// Starting ──► Running ──► Ending ──► Ended        Ending and Retiring wait for the children
///     ▲           │ fails    ▲
///     │           ▼          │ asked to stop
///     └─ Pausing ◄─ Retiring ┘
/// </code>
/// </remarks>
internal abstract class LivingCell<TMessage>(Family siblings, MailboxOptions<TMessage> options)
    : TurnCell<TMessage>(siblings, options), ILocalCell
{
    private Actor<TMessage>? _actor;
    private CellLinks<TMessage>? _links;

    /// <inheritdoc/>
    public override LocalActorSystem System => Siblings.System;

    /// <inheritdoc/>
    public ActorRef Reference => this;

    /// <summary>What few actors have, made at the first call.</summary>
    protected CellLinks<TMessage> Links =>
        _links ?? Interlocked.CompareExchange(ref _links, new CellLinks<TMessage>(), null) ?? _links;

    /// <summary>What few actors have; null if this one has nothing of it, or no longer.</summary>
    protected CellLinks<TMessage>? LinksIfAny => _links;

    private bool HasChildren => _links?.Children is { IsEmpty: false };

    private string ActorName => _actor?.GetType().Name ?? $"Actor<{typeof(TMessage).Name}>";

    /// <inheritdoc/>
    public void RequestStop() => Signal(CellState.Closed);

    /// <inheritdoc/>
    public void Wake() => Signal(CellState.Running);

    /// <inheritdoc/>
    public abstract void AddWatcher(WatchLink link);

    /// <inheritdoc/>
    public abstract void RemoveWatcher(WatchLink link);

    /// <inheritdoc/>
    public sealed override void Run(int maxMessages)
    {
        if (TryTake(maxMessages, out var batch))
        {
            Settle(batch.Count == 0 ? 0 : Work(batch, maxMessages));
        }
        else
        {
            Advance();
            Settle(read: 0);
        }
    }

    /// <summary>Makes an instance. If that fails, the next turn deals with it.</summary>
    protected void Construct(Props<TMessage> props)
    {
        var none = 0;
        if (Attempt(CellStep.Construct, default, ref none, props) is { } failure)
        {
            Links.Failure = failure;
        }
    }

    /// <inheritdoc/>
    protected sealed override void NotTaken(TMessage message, bool isFull)
    {
        if (isFull)
        {
            PassOver(CellStep.AnswerFull, Batch<TMessage>.Of(message));
        }
        else
        {
            DeadLetter(message);
        }
    }

    private int Work(Batch<TMessage> batch, int left)
    {
        var read = 0;
        var failure = Attempt(CellStep.Receive, batch, ref read);
        while (failure is null && (left -= read) > 0 && SeemsToHaveMore && !IsClosed)
        {
            batch = TakeMore(read, left);
            read = 0;
            failure = Attempt(CellStep.Receive, batch, ref read);
        }

        if (failure is not null)
        {
            Fail(CellStep.Receive, failure, read);
            return 0;
        }

        if (Attempt(CellStep.EndTurn) is { } late)
        {
            Fail(CellStep.EndTurn, late, read);
            return 0;
        }

        return read;
    }

    private void Advance()
    {
        switch (Phase)
        {
            case CellState.Starting:
                Begin();
                break;
            case CellState.Running:
            case CellState.Retiring or CellState.Pausing when IsClosed:
                BeginEnding();
                break;
            case CellState.Retiring when !HasChildren:
                Pause(_links!.Recovery!);
                break;
            case CellState.Pausing when _links!.Recovery!.IsPauseOver:
                Renew(_links.Recovery);
                break;
            case CellState.Ending when !HasChildren:
                End();
                break;
            default:
                break; // woken too early, and will be again
        }
    }

    private void Begin()
    {
        if (_actor is null)
        {
            Fail(CellStep.Construct, _links!.Failure!, read: 0);
        }
        else if (Attempt(CellStep.PreStart) is { } failure)
        {
            Fail(CellStep.PreStart, failure, read: 0);
        }
        else
        {
            _links?.Failure = null;
            GoTo(CellState.Running);
        }
    }

    private void Fail(CellStep step, Exception failure, int read)
    {
        Links.Failure = failure;
        if (!IsClosed && _links!.Recovery is { } recovery && recovery.TryCountRestart())
        {
            System.Restarts(ActorName, step, failure);
            Drop(read);
            Retire();
        }
        else
        {
            System.Stops(ActorName, step, failure);
            Drop(read);
            BeginEnding();
        }
    }

    private void Retire()
    {
        if (_actor is not null)
        {
            PassOver(CellStep.PreRestart, default);
        }

        _actor = null;
        CancelTimers();
        GoTo(CellState.Retiring, CellState.Signalled);
        _links!.Children?.StopAll(isLast: false);
    }

    private void Pause(Recovery<TMessage> recovery)
    {
        recovery.BeginPause(this);
        GoTo(CellState.Pausing, CellState.Signalled);
    }

    private void Renew(Recovery<TMessage> recovery)
    {
        recovery.CancelPause();
        Construct(recovery.Props);
        GoTo(CellState.Starting, CellState.Signalled);
    }

    private void BeginEnding()
    {
        GoTo(CellState.Ending, CellState.Closed);
        var unread = TakeMore(read: 0, Dispatcher.MessagesPerTurn);
        while (unread.Count > 0)
        {
            for (var age = 0; age < unread.Count; age++)
            {
                DeadLetter(unread[age]);
            }

            unread = TakeMore(unread.Count, Dispatcher.MessagesPerTurn);
        }

        _links?.Children?.StopAll(isLast: true);
        if (!HasChildren)
        {
            End();
        }
    }

    private void End()
    {
        if (_actor is not null)
        {
            PassOver(CellStep.PostStop, default);
        }

        CancelTimers();
        EnterGate();
        SetPhase(CellState.Ended);
        var links = _links;
        var watchers = links?.Watchers?.TakeAll() ?? [];
        _links = null;
        ExitGate();
        _actor = null;
        links?.Recovery?.CancelPause();
        StopWatching(links?.Watching);
        Siblings.Remove(this);
        foreach (var link in watchers)
        {
            link.Tell();
        }
    }

    private static void StopWatching(Dictionary<ILocalCell, WatchLink<TMessage>>? watching)
    {
        foreach (var link in watching?.Values.AsEnumerable() ?? [])
        {
            link.Watched.RemoveWatcher(link);
        }
    }

    private void GoTo(CellState phase, CellState also = CellState.Running)
    {
        EnterGate();
        SetPhase(phase, also);
        ExitGate();
    }

    private void CancelTimers()
    {
        EnterGate();
        var timers = _links?.Timers?.TakeAll() ?? [];
        ExitGate();
        foreach (var timer in timers)
        {
            timer.Cancel();
        }
    }

    private void DeadLetter(TMessage message)
    {
        System.CountDeadLetter();
        if (System.DeadLetterHook is not null)
        {
            PassOver(CellStep.ReportDeadLetter, Batch<TMessage>.Of(message));
        }
    }

    private void PassOver(CellStep step, Batch<TMessage> batch)
    {
        var read = 0;
        if (Attempt(step, batch, ref read) is { } failure)
        {
            System.PassesOver(ActorName, step, failure);
        }
    }

    private Exception? Attempt(CellStep step)
    {
        var none = 0;
        return Attempt(step, default, ref none);
    }

    private Exception? Attempt(CellStep step, in Batch<TMessage> batch, ref int read, Props<TMessage>? props = null)
    {
        try
        {
            Do(step, batch, ref read, props);
            return null;
        }
#pragma warning disable CA1031 // the one place where failures end: whatever an actor throws, its supervision answers
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }

    private void Do(CellStep step, in Batch<TMessage> batch, ref int read, Props<TMessage>? props)
    {
        switch (step)
        {
            case CellStep.Receive:
                ReceiveAll(batch, ref read);
                break;
            case CellStep.EndTurn:
                RunTurnEnded(_actor!);
                break;
            case CellStep.Construct:
                _actor = Create(props!);
                break;
            case CellStep.PreStart:
                RunPreStart(_actor!);
                break;
            case CellStep.PreRestart:
                RunPreRestart(_actor!, _links!.Failure!);
                break;
            case CellStep.PostStop:
                RunPostStop(_actor!, _links?.Failure);
                break;
            case CellStep.AnswerFull:
                MailboxOptions.WhenFull(this, batch[0]);
                break;
            case CellStep.ReportDeadLetter:
                System.DeadLetterHook!(this, batch[0]);
                break;
        }
    }

    // A message counts as read before it is received: the one that fails is dropped
    private void ReceiveAll(in Batch<TMessage> batch, ref int read)
    {
        var actor = _actor!;
        while (read < batch.Count && !IsClosed)
        {
            RunReceive(actor, batch[read++]);
        }
    }
}
