namespace WsBroker.Client.Connections;

/// <summary>Whether the socket may be read: not while a subscription is full, unless an answer is awaited.</summary>
/// <remarks>
/// Answers come in one stream with messages. If reading stopped while one is awaited, a subscriber that publishes for
/// each message it gets would wait for an answer that lies behind messages which it does not take. Thread-safe.
/// </remarks>
internal sealed class ReadGate
{
    private readonly Lock _gate = new();
    private int _full;
    private int _awaited;
    private bool _openForGood;
    private TaskCompletionSource? _opened;

    /// <summary>Whether reading is allowed now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return MayRead();
            }
        }
    }

    /// <summary>A subscription holds more than it should.</summary>
    public void SubscriptionFilled() => Change(full: 1, awaited: 0);

    /// <summary>A subscription that was full is not any more, or has ended.</summary>
    public void SubscriptionDrained() => Change(full: -1, awaited: 0);

    /// <summary>A request went out.</summary>
    public void AnswerAwaited() => Change(full: 0, awaited: 1);

    /// <summary>A request was answered, or its answer is not awaited any more.</summary>
    public void AnswerCame() => Change(full: 0, awaited: -1);

    /// <summary>The client ends: nothing is buffered from now on.</summary>
    public void OpenForGood()
    {
        lock (_gate)
        {
            _openForGood = true;
        }

        Change(full: 0, awaited: 0);
    }

    /// <summary>Waits until reading is allowed.</summary>
    /// <returns>Whether there was a need to wait.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            Task opened;
            lock (_gate)
            {
                if (MayRead())
                {
                    return waited;
                }

                _opened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                opened = _opened.Task;
            }

            await opened.WaitAsync(cancellationToken);
        }
    }

    private bool MayRead() => _openForGood || _full == 0 || _awaited > 0;

    private void Change(int full, int awaited)
    {
        lock (_gate)
        {
            _full += full;
            _awaited += awaited;
            if (_opened is not null && MayRead())
            {
                _opened.SetResult();
                _opened = null;
            }
        }
    }
}
