using WsBroker.Broker;

namespace WsBroker.Benchmarks.Topics;

/// <summary>Identifiers one after the other.</summary>
internal sealed class CountedIdentifiers : IIdentifierSource
{
    private ulong _last;

    /// <inheritdoc/>
    public ulong NextNumber() => Interlocked.Increment(ref _last);
}
