using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.TestKit;

/// <summary>A connection without a network: the server's end is the transport, the peer's end are the other members.</summary>
/// <remarks>
/// For one thread. It is strict: what <see cref="ITransport"/> forbids its owner throws here. What the peer writes in
/// one piece arrives in one piece, so a test decides on every cut.
/// </remarks>
public sealed class InMemoryTransport : ITransport
{
    private readonly Queue<ReadOnlyMemory<byte>> _toServer = new();
    private readonly List<byte> _toPeer = [];
    private ActorRef<SessionMessage>? _owner;
    private ReadOnlyMemory<byte> _waiting;
    private bool _isAwaited;
    private bool _isPeerEnded;
    private bool _isReset;

    /// <summary>How many bytes the server may still send before it has to wait.</summary>
    public int Room { get; private set; } = int.MaxValue;

    /// <summary>How often the server has sent.</summary>
    public int Sends { get; private set; }

    /// <summary>Whether the server waits for bytes.</summary>
    public bool IsAwaited => _isAwaited;

    /// <summary>Whether the server has ended its side.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether the server has freed the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Bytes from the peer that the server has not taken.</summary>
    public int Untaken => _toServer.Sum(static piece => piece.Length);

    /// <inheritdoc/>
    public Peer Peer { get; set; } = Peer.Unknown;

    /// <summary>What happens the moment that bytes of the server reach the peer, before the server goes on; null for nothing.</summary>
    public Action? WhenSent { get; set; }

    /// <summary>The peer sends.</summary>
    public void Write(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > 0 && !IsClosed && !_isReset)
        {
            _toServer.Enqueue(bytes);
            TellReadable();
        }
    }

    /// <summary>The peer ends its side.</summary>
    public void End()
    {
        _isPeerEnded = true;
        TellReadable();
    }

    /// <summary>The connection breaks: nothing goes either way any more.</summary>
    public void Reset()
    {
        _isReset = true;
        _toServer.Clear();
        TellReadable();
        if (!_waiting.IsEmpty)
        {
            _waiting = default;
            _owner!.Tell(ConnectionMessage.Broken.Instance);
        }
    }

    /// <summary>What the server has sent and the peer had not taken yet.</summary>
    public byte[] TakeSent()
    {
        var sent = _toPeer.ToArray();
        _toPeer.Clear();
        return sent;
    }

    /// <summary>Has the server wait after so many more bytes.</summary>
    public void LimitRoom(int bytes)
    {
        Room = bytes;
        Drain();
    }

    /// <inheritdoc/>
    public void Attach(ActorRef<SessionMessage> owner)
    {
        Forbid(_owner is not null, "attached twice");
        _owner = owner;
    }

    /// <inheritdoc/>
    public TransferStatus Receive(Span<byte> buffer, out int received)
    {
        Forbid(IsClosed, "received after the end");
        received = 0;
        if (!_toServer.TryPeek(out var piece))
        {
            return _isPeerEnded || _isReset ? TransferStatus.Ended : TransferStatus.WouldBlock;
        }

        received = Math.Min(buffer.Length, piece.Length);
        piece.Span[..received].CopyTo(buffer);
        var rest = _toServer.Dequeue()[received..];
        if (!rest.IsEmpty)
        {
            PutBack(rest);
        }

        return TransferStatus.Done;
    }

    /// <inheritdoc/>
    public void NotifyReadable()
    {
        Forbid(IsClosed, "waited for bytes after the end");
        Forbid(_isAwaited, "waited for bytes twice");
        _isAwaited = true;
        if (_toServer.Count > 0 || _isPeerEnded || _isReset)
        {
            TellReadable();
        }
    }

    /// <inheritdoc/>
    public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        Forbid(IsClosed || IsEnded, "sent after the end");
        Forbid(!_waiting.IsEmpty, "sent while something waits");
        Sends++;
        sent = _isReset ? 0 : Math.Min(Room, bytes.Length);
        Take(bytes[..sent]);
        WhenSent?.Invoke();
        return (_isReset, sent == bytes.Length) switch
        {
            (true, _) => TransferStatus.Ended,
            (_, true) => TransferStatus.Done,
            _ => TransferStatus.WouldBlock,
        };
    }

    /// <inheritdoc/>
    public void SendLater(ReadOnlyMemory<byte> bytes)
    {
        Forbid(IsClosed || IsEnded || !_waiting.IsEmpty || bytes.IsEmpty, "had something wait that may not");
        _waiting = bytes;
        if (_isReset)
        {
            _waiting = default;
            _owner!.Tell(ConnectionMessage.Broken.Instance);
        }
        else
        {
            Drain();
        }
    }

    /// <inheritdoc/>
    public void EndSending()
    {
        Forbid(IsClosed || IsEnded, "ended twice");
        IsEnded = true;
    }

    /// <inheritdoc/>
    public void Close()
    {
        IsClosed = true;
        _toServer.Clear();
        _waiting = default;
    }

    private void Drain()
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        var going = Math.Min(Room, _waiting.Length);
        Take(_waiting.Span[..going]);
        _waiting = _waiting[going..];
        if (_waiting.IsEmpty)
        {
            _owner!.Tell(ConnectionMessage.Sent.Instance);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _toPeer.AddRange(bytes);
        Room -= Room == int.MaxValue ? 0 : bytes.Length;
    }

    private void PutBack(ReadOnlyMemory<byte> rest)
    {
        var later = _toServer.ToArray();
        _toServer.Clear();
        _toServer.Enqueue(rest);
        foreach (var piece in later)
        {
            _toServer.Enqueue(piece);
        }
    }

    private void TellReadable()
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            _owner!.Tell(ConnectionMessage.Readable.Instance);
        }
    }

    private static void Forbid(bool isSo, string what)
    {
        if (isSo)
        {
            throw new InvalidOperationException($"The owner of the transport {what}.");
        }
    }
}
