using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Broker.Sessions;

/// <summary>Sessions that connections were told to hand over, and who waits for each.</summary>
/// <remarks>Belongs to <see cref="KeptSessionsActor"/>.</remarks>
internal sealed class HandOvers
{
    private readonly Dictionary<SessionId, Heir> _heirs = [];

    // The other way round, for those at this node
    private readonly Dictionary<SessionId, SessionId> _formers = [];

    /// <summary>Takes note that somebody waits, unless somebody does already.</summary>
    public bool TryAdd(SessionId former, Heir heir)
    {
        if (!_heirs.TryAdd(former, heir))
        {
            return false;
        }

        if (!heir.Next.IsNone)
        {
            _formers.Add(heir.Next, former);
        }

        return true;
    }

    /// <summary>Whether this very one still waits.</summary>
    public bool Has(SessionId former, Heir heir) => ReferenceEquals(_heirs.GetValueOrDefault(former), heir);

    /// <summary>Takes out who waits for a session.</summary>
    public bool TryTake(SessionId former, [NotNullWhen(true)] out Heir? heir)
    {
        if (_heirs.Remove(former, out heir))
        {
            _formers.Remove(heir.Next);
        }

        return heir is not null;
    }

    /// <summary>The client of this session waits no more.</summary>
    /// <returns>Whether it did.</returns>
    public bool Forget(SessionId next) => _formers.Remove(next, out var former) && _heirs.Remove(former);
}
