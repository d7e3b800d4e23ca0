using WsBroker.Broker;

namespace WsBroker.TestKit;

/// <summary>Names of epochs and sessions that a run can be replayed with.</summary>
public sealed class SeededIdentifiers(ulong seed) : IIdentifierSource
{
    private readonly SeededNumbers _numbers = new(seed);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ulong NextNumber()
    {
        lock (_lock)
        {
            return _numbers.Next();
        }
    }
}
