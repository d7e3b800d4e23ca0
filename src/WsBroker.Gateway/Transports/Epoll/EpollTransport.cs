using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>A TCP connection by its file descriptor, without the runtime's socket objects.</summary>
/// <remarks>See <c>adr-0001-connections-by-descriptor.md</c> for what that saves.</remarks>
internal sealed class EpollTransport(int descriptor) : EpollSource, ITransport, ISocketOwner
{
    /// <summary>Nobody waits for bytes.</summary>
    private const int Quiet = 0;

    /// <summary>The owner waits for bytes.</summary>
    private const int Awaited = 1;

    /// <summary>Bytes have come that the owner has not tried to receive.</summary>
    private const int Signalled = 2;

    private int _descriptor = descriptor;
    private ActorRef<SessionMessage>? _owner;
    private EpollSend? _waiting;
    private int _reading;
    private bool _hasMore;
    private volatile bool _hasEnded;

    /// <inheritdoc/>
    public Peer Peer
    {
        get
        {
            var address = new SocketAddress(AddressFamily.InterNetworkV6);
            var length = address.Size;
            return Libc.GetPeerName(_descriptor, ref address.Buffer.Span[0], ref length) == 0
                ? Peer.At(ToEndPoint(address))
                : Peer.Unknown;
        }
    }

    /// <inheritdoc/>
    public void Attach(ActorRef<SessionMessage> owner)
    {
        // Nobody is told anything before the owner has asked for it
        EpollLoop.Shared.Register(_descriptor, this);
        _owner = owner;
    }

    /// <inheritdoc/>
    public TransferStatus Receive(Span<byte> buffer, out int received)
    {
        // Before the attempt: what is signalled from here on may be more than the attempt finds
        Interlocked.CompareExchange(ref _reading, Quiet, Signalled);
        var count = Libc.Receive(_descriptor, buffer);
        while (count < 0 && LastError is Errno.Interrupted)
        {
            count = Libc.Receive(_descriptor, buffer);
        }

        // A socket that had less than was asked for is empty, and tells when that changes
        _hasMore = count == buffer.Length;
        received = Math.Max(count, 0);
        if (count > 0)
        {
            return TransferStatus.Done;
        }

        if (count < 0 && LastError is Errno.WouldBlock)
        {
            return TransferStatus.WouldBlock;
        }

        _hasEnded = true;
        return TransferStatus.Ended;
    }

    /// <inheritdoc/>
    public void NotifyReadable()
    {
        if (_hasMore || _hasEnded || Interlocked.CompareExchange(ref _reading, Awaited, Quiet) is Signalled)
        {
            _owner!.Tell(ConnectionMessage.Readable.Instance);
        }
    }

    /// <inheritdoc/>
    public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        sent = 0;
        while (sent < bytes.Length)
        {
            var count = Libc.Send(_descriptor, bytes[sent..]);
            if (count >= 0)
            {
                sent += count;
            }
            else if (LastError is not Errno.Interrupted)
            {
                return LastError is Errno.WouldBlock ? TransferStatus.WouldBlock : TransferStatus.Ended;
            }
        }

        return TransferStatus.Done;
    }

    /// <inheritdoc/>
    public void SendLater(ReadOnlyMemory<byte> bytes)
    {
        var waiting = new EpollSend(this, bytes);
        Volatile.Write(ref _waiting, waiting);

        // There may have been room since the attempt that failed, and nobody who waited for the news of it
        Continue(waiting);
    }

    /// <inheritdoc/>
    public void TryAgain()
    {
        if (Volatile.Read(ref _waiting) is { } waiting)
        {
            Continue(waiting);
        }
    }

    /// <inheritdoc/>
    public void EndSending() => _ = Libc.EndSending(_descriptor);

    /// <inheritdoc/>
    public void Close()
    {
        if (_descriptor < 0)
        {
            return;
        }

        if (_owner is not null)
        {
            EpollLoop.Shared.Forget(this);
        }

        // From here on the loop's thread does not touch the descriptor, whose number may soon be another's
        Volatile.Read(ref _waiting)?.Cancel();
        _ = Libc.Close(_descriptor);
        _descriptor = -1;
    }

    /// <inheritdoc/>
    public Socket Detach()
    {
        if (_owner is not null)
        {
            EpollLoop.Shared.Unregister(_descriptor, this);
        }

        var socket = new Socket(new SafeSocketHandle(_descriptor, ownsHandle: true));
        _descriptor = -1;
        return socket;
    }

    /// <inheritdoc/>
    public override void OnReady(Readiness happened)
    {
        const Readiness Over = Readiness.Broken | Readiness.BothEnded | Readiness.PeerEnded;
        if ((happened & Over) is not Readiness.None)
        {
            _hasEnded = true;
        }

        if ((happened & (Readiness.Readable | Over)) is not Readiness.None)
        {
            SignalReadable();
        }

        if ((happened & (Readiness.Writable | Over)) is not Readiness.None)
        {
            TryAgain();
        }
    }

    private static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    private static EndPoint ToEndPoint(SocketAddress address)
    {
        var family = address.Family is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        return new IPEndPoint(family, 0).Create(address);
    }

    private void SignalReadable()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _reading);
        }
        while (Interlocked.CompareExchange(ref _reading, seen is Awaited ? Quiet : Signalled, seen) != seen);

        if (seen is Awaited)
        {
            _owner!.Tell(ConnectionMessage.Readable.Instance);
        }
    }

    private void Continue(EpollSend waiting)
    {
        if (waiting.TryEnd(out var isSent))
        {
            Volatile.Write(ref _waiting, null);
            _owner!.Tell(isSent ? ConnectionMessage.Sent.Instance : ConnectionMessage.Broken.Instance);
        }
    }
}
