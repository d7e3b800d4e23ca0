namespace WsBroker.Actors.Tests.Contract;

/// <summary>
/// The simplest host that keeps the contract: an agenda, worked off by whoever puts the first thing on it.
/// </summary>
/// <remarks>For one thread.</remarks>
internal sealed class SynchronousActorSystem : ActorSystem
{
    private readonly TaskCompletionSource _terminated = new();
    private readonly VirtualTime _time;
    private readonly List<ActorRef> _roots = [];
    private readonly Queue<Action> _agenda = [];
    private bool _isWorking;
    private bool _isTerminating;
    private long _deadLetters;

    public SynchronousActorSystem(VirtualTime time)
    {
        _time = time;
        Terminated = _terminated.Task;
    }

    public override TimeProvider Time => _time;

    public override long DeadLetters => _deadLetters;

    public override Task Terminated { get; }

    public override ActorRef<TMessage> Spawn<TMessage>(Props<TMessage> props)
    {
        if (_isTerminating)
        {
            throw new InvalidOperationException("Terminating.");
        }

        var cell = new SynchronousCell<TMessage>(this, parent: null, props);
        _roots.Add(cell);
        Do(cell.Start);
        return cell;
    }

    public override void Terminate()
    {
        _isTerminating = true;
        foreach (var root in _roots.ToArray())
        {
            RequestStop(root);
        }

        RootEnded(root: null);
    }

    public void RootEnded(ActorRef? root)
    {
        if (root is not null)
        {
            _roots.Remove(root);
        }

        if (_isTerminating && _roots.Count == 0)
        {
            _terminated.TrySetResult();
        }
    }

    public void CountDeadLetter() => _deadLetters++;

    public void Do(Action step)
    {
        _agenda.Enqueue(step);
        if (_isWorking)
        {
            return;
        }

        _isWorking = true;
        while (_agenda.TryDequeue(out var next))
        {
            next();
        }

        _isWorking = false;
    }

    protected override void RequestStop(ActorRef actor) => (actor as ISynchronousCell)?.RequestStop();
}
