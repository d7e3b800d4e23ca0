using System.Runtime.InteropServices;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Connections;

/// <summary>Frames on their way to one client: tried at once, gathered into few sends, bounded in bytes while they wait.</summary>
/// <remarks>
/// Belongs to one connection's actor. Each piece is whole frames, so between two pieces another frame may be sent; a piece
/// that was begun is always ended. Pieces are shared with other connections and never written to.
/// </remarks>
/// <param name="transport">Where they go.</param>
/// <param name="maxBytes">The bound of what waits.</param>
/// <param name="maxBeginningBytes">The bound of what waits of what subscriptions began with, besides.</param>
internal sealed class OutboundQueue(ITransport transport, int maxBytes, int maxBeginningBytes)
{
    /// <summary>What a piece counts for beside its bytes, so that millions of tiny ones are bounded too.</summary>
    private const int PieceOverhead = 64;

    /// <summary>The most that is left to the transport at once, so that a slow reader of a large piece is seen to read.</summary>
    public const int MostLater = 64 * 1024;

    private ReadOnlyMemory<byte> _first;
    private Queue<ReadOnlyMemory<byte>>? _rest;
    private int _cost;
    private bool _isWaiting;
    private bool _isBegun;

    // Null unless a client that came back is told what it missed
    private Allowance? _allowance;

    /// <summary>Whether all has been handed to the transport.</summary>
    public bool IsEmpty => _first.IsEmpty;

    /// <summary>Whether the transport was left bytes that it has not sent yet, so that nothing else goes.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>How often the transport was left bytes: it is another number once those of an earlier look have gone.</summary>
    public int Waits { get; private set; }

    /// <summary>What waits, in bytes, as it counts for the bound.</summary>
    public int Cost => _cost;

    /// <summary>What is kept in memory for what waits, in bytes: of a piece that was begun all of it, however much of it has gone.</summary>
    public int Kept => _cost - _first.Length + FirstKept;

    /// <summary>What would be kept in memory after <see cref="DropUnsent"/>, in bytes: a piece that was begun, until it has gone.</summary>
    public int KeptIfDropped => _isBegun ? FirstKept : 0;

    /// <summary>Whether so much waits that the client should not cause more.</summary>
    public bool IsCongested => Owed > maxBytes / 2;

    // The array that it is a part of, or has been
    private int FirstKept => MemoryMarshal.TryGetArray(_first, out var whole) ? whole.Array!.Length : _first.Length;

    private int Owed => _cost - (_allowance?.Bytes ?? 0);

    private int Later => Math.Min(_first.Length, MostLater);

    /// <summary>
    /// Whether so many bytes would go soon. What may be lost is not added before, so that it can still be dropped for something newer.
    /// </summary>
    public bool HasRoom(int bytes)
    {
        if (WouldGoSoon(bytes))
        {
            return true;
        }

        // What was added in this turn may not have been tried yet
        Flush();
        return WouldGoSoon(bytes);
    }

    /// <summary>Sends what goes at once, so that less waits.</summary>
    /// <returns>Whether it is no longer congested.</returns>
    public bool TryRelieve()
    {
        // A connection that is broken is found to be so when the turn ends
        Flush();
        return !IsCongested;
    }

    /// <summary>Adds whole frames.</summary>
    /// <returns>False if that would be more than may wait; then nothing was added.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> frames)
    {
        var cost = frames.Length + PieceOverhead;
        if (_cost > 0 && Owed + cost > maxBytes)
        {
            // What was added in this turn may not have been tried yet
            Flush();
            if (_cost > 0 && Owed + cost > maxBytes)
            {
                return false;
            }
        }

        Add(frames);
        return true;
    }

    /// <summary>
    /// Adds whole frames, whatever waits: the last that the client is told, or what it causes while it is not <see cref="IsCongested"/>.
    /// </summary>
    public void Add(ReadOnlyMemory<byte> frames)
    {
        _cost += frames.Length + PieceOverhead;
        if (IsEmpty)
        {
            _first = frames;
        }
        else
        {
            (_rest ??= new()).Enqueue(frames);
        }
    }

    /// <summary>Adds what a subscription begins with: it does not count for the bound, as far as all such is not more than may be.</summary>
    /// <returns>False if there is no room; then nothing was added.</returns>
    public bool TryAddBeginning(ReadOnlyMemory<byte> frames)
    {
        _allowance ??= new Allowance(maxBeginningBytes);
        if (!_allowance.TryAdd(frames))
        {
            return TryAdd(frames);
        }

        Add(frames);
        return true;
    }

    /// <summary>Adds a copy of the answer to the client's request. Nothing is added before it.</summary>
    public void AddAnswer(ReadOnlySpan<byte> answer) => Add(answer.ToArray());

    /// <summary>Drops all that has not been begun.</summary>
    public void DropUnsent()
    {
        (_rest, _allowance) = (null, null);
        if (!_isBegun)
        {
            _first = default;
        }

        _cost = IsEmpty ? 0 : _first.Length + PieceOverhead;
    }

    /// <summary>Sends what goes without waiting, and sees to it that the rest follows.</summary>
    /// <returns>False when the connection is broken.</returns>
    public bool Flush()
    {
        while (!IsEmpty && !_isWaiting)
        {
            var bytes = _rest is null ? _first.Span : Gather();
            var status = transport.Send(bytes, out var sent);
            Advance(sent);
            if (status is TransferStatus.Ended)
            {
                return false;
            }

            if (status is TransferStatus.WouldBlock)
            {
                _isWaiting = true;
                _isBegun = true;
                Waits++;
                transport.SendLater(_first[..Later]);
            }
        }

        return true;
    }

    /// <summary>Has the transport try what it was left once more, before the client is taken for one that does not read.</summary>
    public void TryAgain() => transport.TryAgain();

    /// <summary>The transport has sent what waited: goes on with the rest.</summary>
    /// <returns>False when the connection is broken.</returns>
    public bool Continue()
    {
        _isWaiting = false;
        Advance(Later);
        return Flush();
    }

    private bool WouldGoSoon(int bytes) => _cost == 0 || _cost + bytes + PieceOverhead <= Math.Min(MostLater, maxBytes / 2);

    private ReadOnlySpan<byte> Gather()
    {
        if (_first.Length >= ScratchBuffers.Length / 2)
        {
            return _first.Span;
        }

        var gathered = ScratchBuffers.Gathered;
        _first.Span.CopyTo(gathered);
        var length = _first.Length;
        foreach (var piece in _rest!)
        {
            if (length + piece.Length > gathered.Length)
            {
                break;
            }

            piece.Span.CopyTo(gathered.AsSpan(length));
            length += piece.Length;
        }

        return gathered.AsSpan(0, length);
    }

    private void Advance(int sent)
    {
        while (sent > 0)
        {
            _allowance?.NoteSent(_first, Math.Min(sent, _first.Length));
            if (sent < _first.Length)
            {
                _first = _first[sent..];
                _cost -= sent;
                _isBegun = true;
                return;
            }

            sent -= _first.Length;
            _cost -= _first.Length + PieceOverhead;
            _isBegun = false;
            _first = _rest?.TryDequeue(out var next) is true ? next : default;
        }

        _rest = _rest is { Count: 0 } ? null : _rest;
        _allowance = _allowance is { Bytes: 0 } ? null : _allowance;
    }
}
