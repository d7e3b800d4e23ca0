using System.Net;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Listening.Epoll;

namespace WsBroker.Gateway.Tests.Listening.Epoll;

public sealed class EpollAcceptorTests : AcceptorContract
{
    private protected override IAcceptor Acceptor { get; } = new EpollAcceptor(new IPEndPoint(IPAddress.Loopback, port: 0));
}
