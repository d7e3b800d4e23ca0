namespace WsBroker.Broker.Access;

/// <summary>What has been revoked: bounded in number, and forgotten when all tokens that were meant have expired anyway.</summary>
/// <remarks>Thread-safe. Kept in memory alone.</remarks>
/// <param name="kept">How long a revocation is kept: as long as a token can live.</param>
/// <param name="time">The clock.</param>
/// <param name="max">How many there may be at once.</param>
public sealed class Revocations(TimeSpan kept, TimeProvider time, int max = Revocations.DefaultMax)
{
    /// <summary>How many there may be at once, by default: some 10 MB.</summary>
    public const int DefaultMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string TokenId), Revocation.OfToken> _tokens = [];
    private readonly Dictionary<UserId, Revocation.OfUser> _users = [];
    private readonly Queue<(DateTimeOffset Until, Revocation Revocation)> _ends = new();

    // Mostly there is none, and each connection that comes asks
    private volatile bool _areThere;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _tokens.Count + _users.Count;
            }
        }
    }

    /// <summary>Takes note of one.</summary>
    /// <returns>False if there are as many as may be: it is not in force then.</returns>
    public bool TryAdd(Revocation revocation)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        lock (_gate)
        {
            Forget();
            if (_ends.Count >= max)
            {
                return false;
            }

            Add(revocation);
            _areThere = true;
            _ends.Enqueue((time.GetUtcNow() + kept, revocation));
            return true;
        }
    }

    /// <summary>Whether this very revocation is in force.</summary>
    public bool Has(Revocation revocation)
    {
        lock (_gate)
        {
            return revocation switch
            {
                Revocation.OfToken token => _tokens.ContainsKey((token.Tenant, token.TokenId)),
                Revocation.OfUser user => _users.TryGetValue(user.User, out var known) && known.Before >= user.Before,
                _ => false,
            };
        }
    }

    /// <summary>Whether a token has been revoked.</summary>
    public bool Cover(Identity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (!_areThere)
        {
            return false;
        }

        lock (_gate)
        {
            return (identity.TokenId is { } id && _tokens.ContainsKey((identity.User.Tenant, id)))
                || (_users.TryGetValue(identity.User, out var user) && user.Covers(identity));
        }
    }

    private void Add(Revocation revocation)
    {
        switch (revocation)
        {
            case Revocation.OfToken token:
                _tokens[(token.Tenant, token.TokenId)] = token;
                break;
            case Revocation.OfUser user when !_users.TryGetValue(user.User, out var known) || known.Before <= user.Before:
                _users[user.User] = user;
                break;
            default:
                break;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (_ends.TryPeek(out var first) && first.Until <= now)
        {
            _ends.Dequeue();
            Remove(first.Revocation);
        }

        _areThere = _ends.Count > 0;
    }

    // One that was made again meanwhile stays for its own time
    private void Remove(Revocation revocation)
    {
        if (revocation is Revocation.OfToken token && ReferenceEquals(_tokens.GetValueOrDefault((token.Tenant, token.TokenId)), token))
        {
            _tokens.Remove((token.Tenant, token.TokenId));
        }
        else if (revocation is Revocation.OfUser user && ReferenceEquals(_users.GetValueOrDefault(user.User), user))
        {
            _users.Remove(user.User);
        }
    }
}
