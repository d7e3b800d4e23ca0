namespace WsBroker.Disk;

/// <summary>What waits for a thread of the store. Whoever puts something in never waits.</summary>
/// <remarks>
/// Putting in is thread-safe; taking is for one thread. How much waits is bounded by the topics: each takes only so many
/// messages, and each publisher has only so many publications on their way.
/// </remarks>
internal sealed class Inbox<T> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _filled = new(initialState: false);
    private List<T> _waiting = [];
    private List<T> _taken = [];
    private bool _isComplete;

    /// <summary>Puts something in.</summary>
    public void Add(T item)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _waiting.Count == 0;
            _waiting.Add(item);
        }

        if (isFirst)
        {
            _filled.Set();
        }
    }

    /// <summary>Says that nothing more will be put in.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        _filled.Set();
    }

    /// <summary>Takes all that waits.</summary>
    /// <param name="wait">Whether to wait until there is something.</param>
    /// <param name="items">What waited, in its order, until the next call.</param>
    /// <returns>False when all has been taken and nothing more will come.</returns>
    public bool TryTakeAll(bool wait, out IReadOnlyList<T> items)
    {
        while (true)
        {
            if (TryTake(out items) || !wait)
            {
                return true;
            }

            if (IsComplete())
            {
                return false;
            }

            _filled.WaitOne();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _filled.Dispose();

    private bool TryTake(out IReadOnlyList<T> items)
    {
        _taken.Clear();
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
        }

        items = _taken;
        return _taken.Count > 0;
    }

    private bool IsComplete()
    {
        lock (_gate)
        {
            return _isComplete && _waiting.Count == 0;
        }
    }
}
