namespace WsBroker.Server.Stalls;

/// <summary>Decides from one look after the other whether work waits too long for a thread, and whether that is to be told.</summary>
/// <remarks>
/// Time is counted in looks. So a process that stood still, or was given no processor, and could not look meanwhile, is not taken for one whose
/// threads are all taken. Not thread-safe.
/// </remarks>
/// <param name="interval">The time between two looks.</param>
internal sealed class Stall(TimeSpan interval)
{
    /// <summary>Work that has waited so long has waited too long.</summary>
    // The pool gets a further thread every half second while all are taken, so that a short queue is over by then
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The least time between two that are told, so that the log stays readable.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMinutes(1);

    private TimeSpan _waited;
    private TimeSpan _untold = _quiet;
    private bool _isTold;

    /// <summary>Whether work waits too long.</summary>
    public bool IsOn => _waited >= Patience;

    /// <summary>Looks once.</summary>
    /// <param name="isDone">Whether the work that was given to the pool before has been done; if not, it is the same that is looked for next.</param>
    /// <returns>What is to be told; null if nothing is.</returns>
    public StallNews? Look(bool isDone)
    {
        _untold += interval;
        return isDone ? End() : GoOn();
    }

    private StallNews.Waits? GoOn()
    {
        _waited += interval;
        if (!IsOn || _untold < _quiet)
        {
            return null;
        }

        (_untold, _isTold) = (TimeSpan.Zero, true);
        return new StallNews.Waits(_waited);
    }

    private StallNews.IsOver? End()
    {
        var news = _isTold ? new StallNews.IsOver(_waited) : null;
        (_waited, _isTold) = (TimeSpan.Zero, false);
        return news;
    }
}
