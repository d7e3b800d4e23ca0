using WsBroker.TestKit;

namespace WsBroker.Broker.Tests;

/// <summary>Identifiers that can be made to fail once.</summary>
internal sealed class FailingIdentifiers(ulong seed) : IIdentifierSource
{
    private readonly SeededIdentifiers _identifiers = new(seed);
    private bool _failsNext;

    /// <summary>How many have been taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Has the next call throw.</summary>
    public void FailNext() => _failsNext = true;

    /// <inheritdoc/>
    public ulong NextNumber()
    {
        if (_failsNext)
        {
            _failsNext = false;
            throw new InvalidOperationException("as the test wants it");
        }

        Taken++;
        return _identifiers.NextNumber();
    }
}
