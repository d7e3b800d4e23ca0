using System.Net;
using System.Net.Sockets;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Listening.Epoll;
using WsBroker.Gateway.Transports.Epoll;

namespace WsBroker.Gateway.Tests.Listening.Epoll;

public sealed class EpollAcceptorTests : AcceptorContract
{
    private protected override IAcceptor Acceptor { get; } = Listen(DescriptorReserve.OfProcess);

    [Fact]
    public void ND_06_Once_the_reserve_of_descriptors_is_touched_nobody_more_is_accepted()
    {
        var owner = new AwaitedProbe<ListenerMessage>();
        var acceptor = Listen(new DescriptorReserve(limit: 1));
        using var first = Connect(acceptor);
        using var second = Connect(acceptor);
        acceptor.Attach(owner);

        acceptor.AcceptNext();
        var news = owner.Next();
        acceptor.AcceptNext();
        var more = owner.Next();

        acceptor.Close();
        Assert.IsType<ListenerMessage.Accepted>(news).Transport.Close();
        Assert.Equal(new ListenerMessage.AcceptFailed(SocketError.TooManyOpenSockets), more);
    }

    private static EpollAcceptor Listen(DescriptorReserve reserve) => new(new IPEndPoint(IPAddress.Loopback, port: 0), reserve);

    private static Socket Connect(EpollAcceptor acceptor)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(acceptor.EndPoint);
        return socket;
    }
}
