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

/// <summary>The way by which connections that are plain HTTP reach Kestrel: it accepts what the gateway hands over.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HandedOverListener(HeadLimits limits, ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener, IHttpFallback
{
    /// <summary>Connections that may wait for Kestrel; it takes them as fast as it can start a loop for each.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>How long a client may take nothing of its answers before it is cut, in milliseconds; on Linux.</summary>
    // Kestrel's own minimum counts all that waits as one answer, which for a megabyte in the socket's buffer is an hour
    private const int MaxStallMilliseconds = 10_000;

    private readonly SocketConnectionContextFactory _contexts = new(
        new SocketConnectionFactoryOptions(), loggers.CreateLogger<SocketConnectionContextFactory>());

    private readonly Channel<ConnectionContext> _waiting = Channel.CreateBounded<ConnectionContext>(MaxWaiting);

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = new HandedOverEndPoint();

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is HandedOverEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    /// <inheritdoc/>
    public bool TryTake(ITransport transport, Peer peer, Seat seat, ReadOnlySpan<byte> received)
    {
        if (transport is not ISocketOwner owner)
        {
            return false;
        }

        var connection = new HandedOverConnection(_contexts.Create(BoundStall(owner.Detach())), seat, limits, received);
        connection.Features.Set(peer);
        if (!_waiting.Writer.TryWrite(connection))
        {
            connection.Abort(new ConnectionAbortedException("Too many connections wait for the HTTP server."));
            seat.Dispose();
        }

        return true;
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
}
