using System.Collections.Concurrent;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports.Epoll;

/// <summary>An owner that receives whenever it is told to, on the thread that tells, as no actor may: the shortest way back.</summary>
internal sealed class ReceivingOwner(ITransport transport) : ActorRef<SessionMessage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<byte[]> _received = [];
    private readonly byte[] _buffer = new byte[64];
    private int _tells;

    /// <summary>How often it was told anything.</summary>
    public int Tells => Volatile.Read(ref _tells);

    public override void Tell(SessionMessage message)
    {
        Interlocked.Increment(ref _tells);
        var status = transport.Receive(_buffer, out var received);
        _received.Add(_buffer[..received]);
        if (status is TransferStatus.Ended)
        {
            _received.CompleteAdding();
        }
        else
        {
            transport.NotifyReadable();
        }
    }

    /// <summary>All bytes up to the peer's end.</summary>
    public byte[] ReadToEnd()
    {
        using var late = new CancellationTokenSource(_patience);
        return [.. _received.GetConsumingEnumerable(late.Token).SelectMany(static part => part)];
    }
}
