namespace WsBroker.Gateway.Compression;

/// <summary>Memory that compression contexts may take together. Thread-safe.</summary>
/// <param name="maxBytes">How much, in bytes.</param>
internal sealed class ContextBudget(long maxBytes)
{
    private long _taken;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes bytes, to be given back with <see cref="Return"/>.</summary>
    /// <returns>False if there are not so many left; then none are taken.</returns>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= maxBytes)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
