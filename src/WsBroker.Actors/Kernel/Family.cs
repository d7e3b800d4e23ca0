namespace WsBroker.Actors.Kernel;

/// <summary>The children of one parent that have not ended, and what they all need to know.</summary>
/// <remarks>Thread-safe. No gate is entered while its lock is held.</remarks>
internal sealed class Family(LocalActorSystem system, ILocalCell? parent)
{
    private readonly Roster<ILocalCell> _members = new();
    private readonly Lock _lock = new();
    private bool _isClosed;
    private bool _isAwaited;

    /// <summary>Where they live.</summary>
    public LocalActorSystem System => system;

    /// <summary>Who runs their turns; at hand here, as each telling needs it.</summary>
    public Dispatcher Dispatcher { get; } = system.Dispatcher;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _members.Count == 0;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The parent is ending.</exception>
    public void Add(ILocalCell child)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException("What is ending has no more children.");
            }

            _members.Add(child);
        }
    }

    /// <summary>
    /// Takes out a child that has ended, and tells the parent if that was the last one it waited for.
    /// </summary>
    public void Remove(ILocalCell child)
    {
        bool isOver;
        lock (_lock)
        {
            _members.TryRemove(child);
            isOver = _isAwaited && _members.Count == 0;
        }

        if (isOver)
        {
            TellParent();
        }
    }

    /// <summary>Stops all; the parent is woken when the last has ended, at once if there is none.</summary>
    /// <param name="isLast">Whether there shall be no more children after these.</param>
    public void StopAll(bool isLast)
    {
        ILocalCell[] members;
        lock (_lock)
        {
            _isAwaited = true;
            _isClosed |= isLast;
            members = _members.ToArray();
        }

        foreach (var member in members)
        {
            member.RequestStop();
        }

        if (members.Length == 0)
        {
            TellParent();
        }
    }

    public ActorRef[] ToArray()
    {
        lock (_lock)
        {
            return Array.ConvertAll(_members.ToArray(), static member => member.Reference);
        }
    }

    private void TellParent()
    {
        if (parent is null)
        {
            system.AllEnded();
        }
        else
        {
            parent.Wake();
        }
    }
}
