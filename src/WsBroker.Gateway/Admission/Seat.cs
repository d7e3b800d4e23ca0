using System.Net;
using WsBroker.Broker.Access;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Admission;

/// <summary>A connection's place among those that are allowed; whoever has the connection has its seat.</summary>
/// <remarks>One owner at a time; <see cref="Dispose"/> is for any thread and may be called again.</remarks>
public sealed class Seat : IUserSeat, IDisposable
{
    private readonly Admissions _admissions;
    private AddressBlock? _block;
    private UserId? _user;
    private SeatKind _kind;

    internal Seat(Admissions admissions, SeatKind kind, UpgradeRefusal refusal, AddressBlock? block)
    {
        _admissions = admissions;
        _kind = kind;
        _block = block;
        Refusal = refusal;
    }

    /// <summary>Why a WebSocket is not to be opened here; <see cref="UpgradeRefusal.None"/> if it may be.</summary>
    public UpgradeRefusal Refusal { get; }

    /// <summary>Why a WebSocket is not to be opened here, or else the other reason.</summary>
    public UpgradeRefusal RefusalOr(UpgradeRefusal other) => Refusal is UpgradeRefusal.None ? other : Refusal;

    /// <summary>Counts the connection for an address, now that it is known.</summary>
    /// <returns>
    /// Why that address may not have one more, or <see cref="UpgradeRefusal.None"/>; an address that was counted before stays the one that counts.
    /// </returns>
    public UpgradeRefusal Count(IPAddress? address) =>
        _block is null ? _admissions.Count(address, out _block) : UpgradeRefusal.None;

    /// <inheritdoc/>
    public ErrorCode? Count(UserId user)
    {
        if (_user is not null)
        {
            return null;
        }

        var refusal = _admissions.Count(user);
        _user = refusal is null ? user : null;
        return refusal;
    }

    /// <inheritdoc/>
    public TimeSpan Take(RateKind kind, int amount) => _block is { } block ? _admissions.Take(block, kind, amount) : TimeSpan.Zero;

    /// <summary>The connection turns out to be plain HTTP.</summary>
    /// <returns>Whether it may stay as that.</returns>
    public bool TryBecomeHttp()
    {
        var isFree = Refusal is not (UpgradeRefusal.TooManyFromAddress or UpgradeRefusal.TooManyConnects) && _admissions.TryMoveToHttp(_kind);
        _kind = isFree ? SeatKind.Http : _kind;
        return isFree;
    }

    /// <summary>The connection is gone.</summary>
    public void Dispose()
    {
        var kind = Interlocked.Exchange(ref _kind, SeatKind.Left);
        if (kind is not SeatKind.Left)
        {
            _admissions.Leave(kind, _block, _user);
        }
    }
}
