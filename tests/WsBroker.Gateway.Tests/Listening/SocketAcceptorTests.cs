using System.Net;
using WsBroker.Gateway.Listening;

namespace WsBroker.Gateway.Tests.Listening;

public sealed class SocketAcceptorTests : AcceptorContract
{
    private protected override IAcceptor Acceptor { get; } = new SocketAcceptor(new IPEndPoint(IPAddress.Loopback, port: 0));
}
