using System.Net;
using System.Net.Sockets;
using WsBroker.Actors;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Listening;

/// <summary>A listening TCP socket of the runtime: for systems without epoll.</summary>
public sealed class SocketAcceptor : SocketAsyncEventArgs, IAcceptor
{
    private readonly Socket _socket;
    private ActorRef<ListenerMessage>? _owner;

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">Where; port 0 takes one that is free.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public SocketAcceptor(IPEndPoint endPoint)
        : base(true)
    {
        _socket = ListeningSocket.Open(endPoint);
        EndPoint = _socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <inheritdoc/>
    public void Attach(ActorRef<ListenerMessage> owner) => _owner = owner;

    /// <inheritdoc/>
    public void AcceptNext()
    {
        AcceptSocket = null;
        try
        {
            if (!_socket.AcceptAsync(this))
            {
                OnCompleted(this);
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed between two connections: nobody waits for another
        }
    }

    /// <inheritdoc/>
    public void Close() => _socket.Dispose();

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (SocketError is SocketError.Success && AcceptSocket is { } socket)
        {
            socket.NoDelay = true;
            _owner!.Tell(new ListenerMessage.Accepted(new SocketTransport(socket)));
        }
        else
        {
            _owner!.Tell(new ListenerMessage.AcceptFailed(SocketError));
        }
    }
}
