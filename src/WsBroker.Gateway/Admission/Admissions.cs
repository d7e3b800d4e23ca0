using System.Net;
using System.Runtime.InteropServices;
using WsBroker.Broker.Access;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Sessions;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Admission;

/// <summary>Counts who is here, over all listeners of a node, and says who may come in.</summary>
/// <remarks>
/// Thread-safe: one lock, held for a few additions at the beginning and the end of a connection. The addresses and users that
/// it remembers are those of connections that are there.
/// </remarks>
/// <param name="limits">What is allowed.</param>
/// <param name="time">The clock, for what is allowed a second.</param>
/// <param name="rates">How much may come from one address or user in a second; null if that is not limited.</param>
public sealed class Admissions(AdmissionLimits limits, TimeProvider time, RateLimits? rates = null)
{
    private readonly Lock _gate = new();
    private readonly RateTable<AddressBlock>? _addressRates = rates?.Addresses<AddressBlock>();
    private readonly HandshakeRate _rate = new(limits.MaxHandshakesPerSecond, time);
    private readonly Dictionary<AddressBlock, int> _byAddress = [];
    private readonly Dictionary<UserId, int> _byUser = [];
    private readonly Lateness _lateness = new();
    private int _seated;
    private int _http;
    private int _turnedAway;
    private long _dropped;
    private bool _isClosed;

    /// <summary>How late turns are, and were at the look before.</summary>
    internal TimeSpan Lateness => _lateness.Lasting;

    /// <summary>How many have been given no seat, not even one to be refused on.</summary>
    internal long Dropped
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <summary>A connection comes in.</summary>
    /// <param name="address">Where it comes from; null if that is to be counted later, by <see cref="Seat.Count(IPAddress)"/>, or never.</param>
    /// <returns>
    /// Its seat, to be left in the end. One that has a <see cref="Seat.Refusal"/> is only to be told that. Null if there
    /// are too many even of these.
    /// </returns>
    public Seat? Enter(IPAddress? address)
    {
        lock (_gate)
        {
            var refusal = Check(address is null ? null : AddressBlock.Of(address));
            if (refusal is UpgradeRefusal.None)
            {
                _seated++;
                return new Seat(this, SeatKind.WebSocket, refusal, CountBlock(address));
            }

            if (_turnedAway >= limits.MaxTurnedAway)
            {
                _dropped++;
                return null;
            }

            _turnedAway++;
            return new Seat(this, SeatKind.TurnedAway, refusal, block: null);
        }
    }

    /// <summary>From now on nobody new is let in: who asks for a WebSocket is told that the server is going down. Plain HTTP still is.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    /// <summary>Notes how late a turn was. From one thread at a time.</summary>
    internal void NoteLateness(TimeSpan late) => _lateness.Note(late);

    /// <summary>Counts an address once more, unless it has as many connections as it may, or brings them too fast.</summary>
    internal UpgradeRefusal Count(IPAddress? address, out AddressBlock? block)
    {
        block = null;
        lock (_gate)
        {
            var refusal = CheckAddress(address is null ? null : AddressBlock.Of(address));
            block = refusal is UpgradeRefusal.None ? CountBlock(address) : null;
            return refusal;
        }
    }

    /// <summary>Counts a user once more, unless it has as many connections as one may, or brings them too fast.</summary>
    internal ErrorCode? Count(UserId user)
    {
        if (rates?.Users.Take(user, RateKind.Connect) > TimeSpan.Zero)
        {
            return ErrorCode.RateExceeded;
        }

        if (limits.MaxConnectionsPerUser == 0)
        {
            return null;
        }

        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_byUser, user, out _);
            if (count >= limits.MaxConnectionsPerUser)
            {
                return ErrorCode.TooManyConnections;
            }

            count++;
            return null;
        }
    }

    /// <summary>Takes of what may come from an address in a second.</summary>
    internal TimeSpan Take(AddressBlock block, RateKind kind, int amount) => _addressRates?.Take(block, kind, amount) ?? TimeSpan.Zero;

    /// <summary>What held one kind of seat is to hold one of HTTP.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryMoveToHttp(SeatKind from)
    {
        lock (_gate)
        {
            if (limits.MaxHttpConnections > 0 && _http >= limits.MaxHttpConnections)
            {
                return false;
            }

            Seats(from)--;
            _http++;
            return true;
        }
    }

    /// <summary>How many seats of a kind are taken.</summary>
    internal int CountOf(SeatKind kind)
    {
        lock (_gate)
        {
            return Seats(kind);
        }
    }

    /// <summary>A seat is free again.</summary>
    internal void Leave(SeatKind kind, AddressBlock? block, UserId? user)
    {
        lock (_gate)
        {
            Seats(kind)--;
            if (limits.MaxConnectionsPerAddress > 0 && block is { } counted && --CollectionsMarshal.GetValueRefOrNullRef(_byAddress, counted) == 0)
            {
                _byAddress.Remove(counted);
            }

            if (limits.MaxConnectionsPerUser > 0 && user is not null && --CollectionsMarshal.GetValueRefOrNullRef(_byUser, user) == 0)
            {
                _byUser.Remove(user);
            }
        }
    }

    private UpgradeRefusal Check(AddressBlock? block)
    {
        if (_isClosed)
        {
            return UpgradeRefusal.Draining;
        }

        if (limits.MaxLateness > TimeSpan.Zero && Lateness > limits.MaxLateness)
        {
            return UpgradeRefusal.Overloaded;
        }

        if (!_rate.TryTake())
        {
            return UpgradeRefusal.TooManyHandshakes;
        }

        return limits.MaxConnections > 0 && _seated >= limits.MaxConnections ? UpgradeRefusal.TooManyConnections : CheckAddress(block);
    }

    private UpgradeRefusal CheckAddress(AddressBlock? block)
    {
        if (block is not { } known)
        {
            return UpgradeRefusal.None;
        }

        if (limits.MaxConnectionsPerAddress > 0 && _byAddress.GetValueOrDefault(known) >= limits.MaxConnectionsPerAddress)
        {
            return UpgradeRefusal.TooManyFromAddress;
        }

        return _addressRates?.Take(known, RateKind.Connect) > TimeSpan.Zero ? UpgradeRefusal.TooManyConnects : UpgradeRefusal.None;
    }

    private AddressBlock? CountBlock(IPAddress? address)
    {
        if (address is null || (limits.MaxConnectionsPerAddress == 0 && _addressRates is null))
        {
            return null;
        }

        var block = AddressBlock.Of(address);
        if (limits.MaxConnectionsPerAddress > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, block, out _)++;
        }

        return block;
    }

    private ref int Seats(SeatKind kind)
    {
        switch (kind)
        {
            case SeatKind.WebSocket:
                return ref _seated;
            case SeatKind.Http:
                return ref _http;
            case SeatKind.TurnedAway:
            default:
                return ref _turnedAway;
        }
    }
}
