namespace WsBroker.WebSockets.Compression;

/// <summary>Inflaters that no message needs now, up to a bound. Thread-safe.</summary>
internal sealed class InflaterPool
{
    // More than threads that could inflate at a time; each is some 48 KiB
    private const int MostKept = 32;

    private readonly Lock _gate = new();
    private readonly Stack<Inflater> _idle = new(MostKept);

    /// <summary>The one of this process.</summary>
    public static InflaterPool Shared { get; } = new();

    /// <summary>Takes one that knows nothing of any message.</summary>
    public Inflater Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var inflater))
            {
                return inflater;
            }
        }

        return new Inflater();
    }

    /// <summary>Gives one back, which its user does not touch any more.</summary>
    public void Return(Inflater inflater)
    {
        inflater.Reset();
        lock (_gate)
        {
            if (_idle.Count < MostKept)
            {
                _idle.Push(inflater);
                return;
            }
        }

        inflater.Dispose();
    }
}
