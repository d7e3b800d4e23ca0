using System.Net.Sockets;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>A TCP socket of the runtime: for systems without epoll.</summary>
/// <remarks>
/// The socket is non-blocking: what can go over goes over inside the call. Waiting for bytes is a receive of zero bytes,
/// so an idle connection holds no buffer; the object that waits is this one itself. Waiting for room to send is rare, and
/// what it needs is made for the occasion.
/// </remarks>
public sealed class SocketTransport : SocketAsyncEventArgs, ITransport, ISocketOwner
{
    private readonly Socket _socket;
    private ActorRef<SessionMessage>? _owner;

    /// <summary>Takes over a connected socket.</summary>
    public SocketTransport(Socket socket)
        : base(true)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        _socket.Blocking = false;
        SetBuffer(Memory<byte>.Empty);
    }

    /// <inheritdoc/>
    public Peer Peer
    {
        get
        {
            try
            {
                return Peer.At(_socket.RemoteEndPoint);
            }
            catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
            {
                return Peer.Unknown;
            }
        }
    }

    /// <inheritdoc/>
    public void Attach(ActorRef<SessionMessage> owner) => _owner = owner;

    /// <inheritdoc/>
    public TransferStatus Receive(Span<byte> buffer, out int received)
    {
        received = _socket.Receive(buffer, SocketFlags.None, out var error);
        return Judge(error, isOver: received == 0);
    }

    /// <inheritdoc/>
    public void NotifyReadable()
    {
        if (!_socket.ReceiveAsync(this))
        {
            OnCompleted(this);
        }
    }

    /// <inheritdoc/>
    public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        sent = _socket.Send(bytes, SocketFlags.None, out var error);
        var isPart = error is SocketError.Success && sent < bytes.Length;
        return isPart ? TransferStatus.WouldBlock : Judge(error, isOver: false);
    }

    /// <inheritdoc/>
    public void SendLater(ReadOnlyMemory<byte> bytes) => new SocketSend(_socket, _owner!).Start(bytes);

    /// <inheritdoc/>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer was faster; Receive tells
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _socket.Dispose();
        Dispose();
    }

    /// <inheritdoc/>
    public Socket Detach()
    {
        Dispose();
        return _socket;
    }

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e) => _owner!.Tell(ConnectionMessage.Readable.Instance);

    private static TransferStatus Judge(SocketError error, bool isOver)
    {
        if (error is SocketError.WouldBlock)
        {
            return TransferStatus.WouldBlock;
        }

        return error is SocketError.Success && !isOver ? TransferStatus.Done : TransferStatus.Ended;
    }
}
