using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WsBroker.Actors;
using WsBroker.Gateway.Transports.Epoll;

namespace WsBroker.Gateway.Listening.Epoll;

/// <summary>A listening TCP socket whose connections are handled by their file descriptors.</summary>
internal sealed class EpollAcceptor : EpollSource, IAcceptor
{
    private readonly Lock _gate = new();
    private readonly DescriptorReserve _reserve;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private ActorRef<ListenerMessage>? _owner;
    private int _newest;
    private bool _isAsked;
    private bool _isClosed;

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">Where; port 0 takes one that is free.</param>
    /// <param name="reserve">The descriptors that are not for connections.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public EpollAcceptor(IPEndPoint endPoint, DescriptorReserve reserve)
    {
        _reserve = reserve;
        _socket = ListeningSocket.Open(endPoint);

        // Inherited by the connections (Linux, tcp(7)), which saves a call for each
        _socket.NoDelay = true;
        _socket.Blocking = false;
        _descriptor = (int)_socket.Handle;
        EndPoint = _socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <inheritdoc/>
    public void Attach(ActorRef<ListenerMessage> owner)
    {
        EpollLoop.Shared.Register(_descriptor, this);
        _owner = owner;
    }

    /// <inheritdoc/>
    public void AcceptNext()
    {
        lock (_gate)
        {
            _isAsked = true;
        }

        TryAccept();
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        if (_owner is not null)
        {
            EpollLoop.Shared.Forget(this);
        }

        _socket.Dispose();
    }

    /// <inheritdoc/>
    public override void OnReady(Readiness happened) => TryAccept();

    private void TryAccept()
    {
        if (Accept() is { } news)
        {
            _owner!.Tell(news);
        }
    }

    /// <summary>Takes a connection if one is wanted and there; otherwise the next that comes is told by the loop.</summary>
    private ListenerMessage? Accept()
    {
        lock (_gate)
        {
            while (_isAsked && !_isClosed)
            {
                if (IsReserveTouched())
                {
                    _isAsked = false;
                    return new ListenerMessage.AcceptFailed(SocketError.TooManyOpenSockets);
                }

                var descriptor = Libc.Accept(_descriptor);
                var error = (Errno)Marshal.GetLastPInvokeError();
                if (descriptor < 0 && error is Errno.WouldBlock)
                {
                    return null;
                }

                if (descriptor < 0 && error is Errno.Interrupted or Errno.ConnectionAborted)
                {
                    continue;
                }

                _isAsked = false;
                _newest = descriptor;
                return descriptor < 0
                    ? new ListenerMessage.AcceptFailed(ToSocketError(error))
                    : new ListenerMessage.Accepted(new EpollTransport(descriptor));
            }

            return null;
        }
    }

    /// <summary>Looks anew, once a connection has got a descriptor that says so: meanwhile others may have ended.</summary>
    private bool IsReserveTouched()
    {
        if (!_reserve.IsTouchedBy(_newest))
        {
            return false;
        }

        var next = Libc.Duplicate(_descriptor);
        if (next < 0)
        {
            return true;
        }

        _ = Libc.Close(next);
        _newest = next;
        return _reserve.IsTouchedBy(next);
    }

    private static SocketError ToSocketError(Errno error) =>
        error is Errno.TooManyFiles or Errno.TooManyFilesInSystem ? SocketError.TooManyOpenSockets : SocketError.SocketError;
}
