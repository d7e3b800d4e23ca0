using System.Net;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

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
