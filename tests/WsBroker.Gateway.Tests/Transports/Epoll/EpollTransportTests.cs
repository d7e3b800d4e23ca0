using System.Net;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Transports.Epoll;

public sealed class EpollTransportTests : TransportContract
{
    private protected override TransportPair Pair { get; } = new EpollPair();

    [Fact]
    public void Knows_the_address_of_the_peer() =>
        Assert.Equal(Peer.At(new IPEndPoint(IPAddress.Loopback, port: 0)), Pair.Transport.Peer);

    [Fact]
    public void The_end_of_the_peer_is_told_though_it_came_together_with_its_last_bytes()
    {
        // One event of the kernel for both, and none to follow
        Pair.Write([1, 2]);
        Pair.End();
        var owner = new ReceivingOwner(Pair.Transport);
        Pair.Transport.Attach(owner);

        Pair.Transport.NotifyReadable();

        Assert.Equal([1, 2], owner.ReadToEnd());
    }

    [Fact]
    public void Loses_no_signal_between_a_receive_and_the_wait_for_the_next()
    {
        const int Bytes = 100_000;
        var owner = new ReceivingOwner(Pair.Transport);
        Pair.Transport.Attach(owner);
        Pair.Transport.NotifyReadable();

        // Single bytes, so that nearly each comes while another is being received
        for (var sent = 0; sent < Bytes; sent++)
        {
            Pair.Write([(byte)sent]);
        }

        Pair.End();
        var received = owner.ReadToEnd();

        Assert.Equal(Bytes, received.Length);
        Assert.All(received.Index(), one => Assert.Equal((byte)one.Index, one.Item));
    }

    [Fact]
    public void Sends_when_it_tries_again_what_has_room_though_the_kernel_has_not_told_so()
    {
        using var pair = new EpollPair();
        var owner = new ActorProbe<SessionMessage>();
        pair.Transport.Attach(owner);
        TransferStatus status;
        var sent = 0;
        do
        {
            status = pair.Transport.Send(new byte[1024], out var some);
            sent += some;
        }
        while (status is TransferStatus.Done);

        pair.Transport.SendLater(new byte[1]);
        for (var read = 0; read < sent && owner.Told.Count == 0; read += 512)
        {
            pair.Read(Math.Min(512, sent - read));
            pair.Transport.TryAgain();
        }

        Assert.Same(ConnectionMessage.Sent.Instance, Assert.Single(owner.Told));
    }

    [Fact]
    public void A_descriptor_that_was_detached_is_not_watched_any_more()
    {
        var owner = new ReceivingOwner(Pair.Transport);
        Pair.Transport.Attach(owner);
        Pair.Transport.NotifyReadable();

        using var socket = ((ISocketOwner)Pair.Transport).Detach();
        Pair.Write([1]);
        socket.Blocking = true;

        Assert.Equal(1, socket.Receive(new byte[10]));
        Pair.Transport.Close();
        Assert.Equal(1, socket.Send([2]));
        Assert.Equal([2], Pair.Read(1));
        Assert.Equal(0, owner.Tells);
    }
}
