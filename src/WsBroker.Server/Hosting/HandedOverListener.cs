using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Hosting;

/// <summary>The way by which connections reach Kestrel: it accepts what the gateway hands over.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HandedOverListener : IConnectionListener, IHttpFallback
{
    /// <summary>Connections that may wait for Kestrel; it takes them as fast as it can start a loop for each.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>How long a client may take nothing of its answers before it is cut, in milliseconds; on Linux.</summary>
    // Kestrel's own minimum counts all that waits as one answer, which for a megabyte in the socket's buffer is an hour
    private const int MaxStallMilliseconds = 10_000;

    private readonly HeadLimits _limits;
    private readonly SocketConnectionContextFactory _contexts;
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateBounded<ConnectionContext>(MaxWaiting);

    /// <summary>Nothing is handed over yet.</summary>
    /// <param name="limits">How large heads may be.</param>
    /// <param name="loggers">For Kestrel's own lines.</param>
    public HandedOverListener(HeadLimits limits, ILoggerFactory loggers)
    {
        _limits = limits;
        _contexts = new(new SocketConnectionFactoryOptions(), loggers.CreateLogger<SocketConnectionContextFactory>());
        EndPoint = new HandedOverEndPoint(this);
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <summary>Takes a connection on which nothing has been received.</summary>
    /// <param name="connection">The connection; asked nothing more by the caller.</param>
    /// <param name="peer">Who is at its other end.</param>
    /// <param name="seat">The connection's seat, among its features from now on; left when the connection ends, at the latest.</param>
    public void Take(ISocketOwner connection, Peer peer, Seat seat)
    {
        var taken = _contexts.Create(connection.Detach());
        taken.Features.Set(seat);
        taken.ConnectionClosed.UnsafeRegister(static seat => ((Seat)seat!).Dispose(), seat);
        TryEnqueue(taken, peer);
    }

    /// <inheritdoc/>
    public bool TryTake(ITransport transport, Peer peer, Seat seat, ReadOnlySpan<byte> received)
    {
        switch (transport)
        {
            case ISocketOwner owner:
                Hand(new HandedOverConnection(_contexts.Create(BoundStall(owner.Detach())), seat, _limits, received), peer, seat);
                return true;
            case PipeTransport pipes:
                pipes.GiveBack(peer, seat, received);
                return true;
            case RequestTransport request:
                // The connection that it came on has a seat of its own
                seat.Dispose();
                request.GiveBack();
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_waiting.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _contexts.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Socket BoundStall(Socket socket)
    {
        // tcp(7): TCP_USER_TIMEOUT, of what is not acknowledged and of what a closed window holds back
        const int tcp = 6;
        const int userTimeout = 18;
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(tcp, userTimeout, BitConverter.GetBytes(MaxStallMilliseconds));
        }

        return socket;
    }

    private void Hand(HandedOverConnection connection, Peer peer, Seat seat)
    {
        if (!TryEnqueue(connection, peer))
        {
            seat.Dispose();
        }
    }

    private bool TryEnqueue(ConnectionContext connection, Peer peer)
    {
        connection.Features.Set(peer);
        var isTaken = _waiting.Writer.TryWrite(connection);
        if (!isTaken)
        {
            connection.Abort(new ConnectionAbortedException("Too many connections wait for the HTTP server."));
        }

        return isTaken;
    }
}
