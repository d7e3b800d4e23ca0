namespace WsBroker.Actors.Kernel;

/// <summary>
/// One actor of a <see cref="LocalActorSystem"/>: its reference, its context, its mailbox and its turn, in one object.
/// </summary>
/// <remarks>An idle one costs 80 bytes; what few actors have lies in <see cref="CellLinks{TMessage}"/>.</remarks>
internal sealed class LocalCell<TMessage> : LivingCell<TMessage>
{
    private LocalCell(Family siblings, MailboxOptions<TMessage> options)
        : base(siblings, options)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<ActorRef> Children => LinksIfAny?.Children?.ToArray() ?? [];

    /// <summary>Makes an actor and schedules its first turn.</summary>
    /// <exception cref="InvalidOperationException">The parent is ending.</exception>
    public static LocalCell<TMessage> Start(Family siblings, Props<TMessage> props)
    {
        var cell = new LocalCell<TMessage>(siblings, props.Mailbox);
        siblings.Add(cell);
        if (props.Supervision is SupervisionPolicy.Restart policy)
        {
            cell.Links.Recovery = new Recovery<TMessage>(props, policy, cell.Time);
        }

        cell.Construct(props);
        siblings.Dispatcher.Schedule(cell);
        return cell;
    }

    /// <inheritdoc/>
    public override ActorRef<TChild> Spawn<TChild>(Props<TChild> props)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (Phase is CellState.Ending or CellState.Ended)
        {
            throw new InvalidOperationException("What is ending has no more children.");
        }

        return LocalCell<TChild>.Start(Links.Children ??= new Family(System, this), props);
    }

    /// <inheritdoc/>
    public override void Watch(ActorRef other, TMessage notice)
    {
        if (other is not ILocalCell watched)
        {
            return;
        }

        Unwatch(other);
        var link = new WatchLink<TMessage>(this, watched, notice);
        var links = Links;
        EnterGate();
        (links.Watching ??= []).Add(watched, link);
        ExitGate();
        watched.AddWatcher(link);
    }

    /// <inheritdoc/>
    public override void Unwatch(ActorRef other)
    {
        if (other is not ILocalCell watched || LinksIfAny is not { } links)
        {
            return;
        }

        WatchLink<TMessage>? link = null;
        EnterGate();
        links.TryStopWatching(watched, out link);
        ExitGate();
        if (link is not null)
        {
            watched.RemoveWatcher(link);
        }
    }

    /// <inheritdoc/>
    public override void StopSelf() => RequestStop();

    /// <inheritdoc/>
    public override IDisposable Schedule(TimeSpan delay, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);

        var timer = new CellTimer<TMessage>(this, message);
        var links = Links;
        EnterGate();
        (links.Timers ??= new Roster<CellTimer<TMessage>>()).Add(timer);
        ExitGate();
        timer.Start(delay);
        return timer;
    }

    /// <inheritdoc/>
    public override void AddWatcher(WatchLink link)
    {
        EnterGate();
        var hasEnded = Phase == CellState.Ended;
        if (!hasEnded)
        {
            (Links.Watchers ??= new Roster<WatchLink>()).Add(link);
        }

        ExitGate();
        if (hasEnded)
        {
            link.Tell();
        }
    }

    /// <inheritdoc/>
    public override void RemoveWatcher(WatchLink link)
    {
        EnterGate();
        LinksIfAny?.Watchers?.TryRemove(link);
        ExitGate();
    }

    /// <summary>Tells the notice of a watch that has not been taken back.</summary>
    public void WatchedEnded(WatchLink<TMessage> link)
    {
        EnterGate();
        if (LinksIfAny is not { } links || links.Watching?.GetValueOrDefault(link.Watched) != link)
        {
            ExitGate();
            return;
        }

        links.TryStopWatching(link.Watched, out _);
        PutOwnAndExitGate(link.Notice);
    }

    /// <summary>Tells the message of a timer that has not been cancelled.</summary>
    public void TimerFired(CellTimer<TMessage> timer)
    {
        EnterGate();
        if (LinksIfAny?.Timers?.TryRemove(timer) is true)
        {
            PutOwnAndExitGate(timer.Message);
        }
        else
        {
            ExitGate();
        }
    }

    /// <summary>Makes sure that a timer's message will not be told.</summary>
    public void Forget(CellTimer<TMessage> timer)
    {
        EnterGate();
        LinksIfAny?.Timers?.TryRemove(timer);
        ExitGate();
    }
}
