namespace WsBroker.Actors.Tests.Contract;

/// <summary>One actor of a <see cref="SynchronousActorSystem"/>.</summary>
internal sealed class SynchronousCell<TMessage>(
    SynchronousActorSystem system, ISynchronousCell? parent, Props<TMessage> props) : ActorContext<TMessage>, ISynchronousCell
{
    private readonly Queue<TMessage> _mailbox = [];
    private readonly List<ActorRef> _children = [];
    private readonly List<ITimer> _timers = [];
    private readonly HashSet<ISynchronousCell> _watching = [];
    private readonly List<long> _restarts = [];
    private Action? _whenChildless;
    private Actor<TMessage>? _actor;
    private Exception? _failure;
    private bool _isOpen = true;
    private bool _isRunning;

    public override ActorSystem System => system;

    public override IReadOnlyCollection<ActorRef> Children => [.. _children];

    public Dictionary<ActorRef, Action>? Watchers { get; private set; } = [];

    public override void Tell(TMessage message)
    {
        if (!_isOpen)
        {
            system.CountDeadLetter();
        }
        else if (_mailbox.Count >= props.Mailbox.Capacity)
        {
            props.Mailbox.WhenFull(this, message);
        }
        else
        {
            Put(message);
        }
    }

    public override ActorRef<TChild> Spawn<TChild>(Props<TChild> props)
    {
        if (_whenChildless is not null)
        {
            throw new InvalidOperationException("Ending.");
        }

        var child = new SynchronousCell<TChild>(system, this, props);
        _children.Add(child);
        system.Do(child.Start);
        return child;
    }

    public override void Watch(ActorRef other, TMessage notice)
    {
        if (other is not ISynchronousCell watched)
        {
            return;
        }

        if (watched.Watchers is null)
        {
            Put(notice);
            return;
        }

        _watching.Add(watched);
        watched.Watchers[this] = () =>
        {
            _watching.Remove(watched);
            Put(notice);
        };
    }

    public override void Unwatch(ActorRef other)
    {
        if (other is ISynchronousCell watched && _watching.Remove(watched))
        {
            watched.Watchers?.Remove(this);
        }
    }

    public override void StopSelf() => RequestStop();

    public override IDisposable Schedule(TimeSpan delay, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        var timer = Time.CreateTimer(_ => Put(message), state: null, delay, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        return timer;
    }

    public void RequestStop()
    {
        if (_isOpen)
        {
            _isOpen = false;
            system.Do(() => BeginEnding(failure: null));
        }
    }

    public void ChildEnded(ActorRef child)
    {
        _children.Remove(child);
        if (_children.Count == 0)
        {
            _whenChildless?.Invoke();
        }
    }

    public void Start()
    {
        if (Try(() => _actor = Create(props)) && Try(() => RunPreStart(_actor!)))
        {
            _isRunning = true;
            system.Do(Turn);
        }
    }

    private void Put(TMessage message)
    {
        if (_isOpen)
        {
            _mailbox.Enqueue(message);
            system.Do(Turn);
        }
    }

    private void Turn()
    {
        if (_isRunning && _isOpen && _mailbox.TryDequeue(out var message))
        {
            if (Try(() => RunReceive(_actor!, message)) && Try(() => RunTurnEnded(_actor!)))
            {
                system.Do(Turn);
            }
        }
    }

    private bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
#pragma warning disable CA1031 // a host answers whatever an actor throws
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
            return false;
        }
    }

    private void Fail(Exception failure)
    {
        _isRunning = false;
        _failure = failure;
        var now = Time.GetTimestamp();
        if (!_isOpen || props.Supervision is not SupervisionPolicy.Restart policy)
        {
            BeginEnding(failure);
            return;
        }

        _restarts.RemoveAll(restart => Time.GetElapsedTime(restart, now) >= policy.Within);
        if (_restarts.Count >= policy.MaxRestarts)
        {
            BeginEnding(failure);
            return;
        }

        var backoff = Math.Min(policy.MaxBackoff.Ticks, policy.FirstBackoff.Ticks << _restarts.Count);
        _restarts.Add(now);
        Retire(failure, TimeSpan.FromTicks(backoff));
    }

    private void Retire(Exception failure, TimeSpan backoff)
    {
        if (_actor is { } actor)
        {
            RunPreRestart(actor, failure);
        }

        _actor = null;
        CancelTimers();
        AwaitChildren(() => _timers.Add(Time.CreateTimer(_ => system.Do(Renew), null, backoff, Timeout.InfiniteTimeSpan)));
    }

    private void Renew()
    {
        if (_isOpen)
        {
            _failure = null;
            Start();
        }
    }

    private void BeginEnding(Exception? failure)
    {
        _isOpen = false;
        _failure = failure;
        for (var unread = _mailbox.Count; unread > 0; unread--)
        {
            system.CountDeadLetter();
        }

        _mailbox.Clear();
        AwaitChildren(End);
    }

    private void AwaitChildren(Action then)
    {
        _whenChildless = () =>
        {
            _whenChildless = then == End ? () => { } : null;
            then();
        };
        foreach (var child in _children.ToArray())
        {
            system.Stop(child);
        }

        if (_children.Count == 0)
        {
            _whenChildless();
        }
    }

    private void End()
    {
        if (_actor is { } actor)
        {
            RunPostStop(actor, _failure);
        }

        CancelTimers();
        var watchers = Watchers!.Values.ToArray();
        Watchers = null;
        foreach (var watched in _watching.ToArray())
        {
            Unwatch((ActorRef)watched);
        }

        if (parent is null)
        {
            system.RootEnded(this);
        }

        parent?.ChildEnded(this);
        Array.ForEach(watchers, tell => tell());
    }

    private void CancelTimers()
    {
        _timers.ForEach(timer => timer.Dispose());
        _timers.Clear();
    }
}
