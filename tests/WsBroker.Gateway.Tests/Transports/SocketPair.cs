using System.Net.Sockets;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

internal sealed class SocketPair() : TcpPair(Accept)
{
    private static SocketTransport Accept(Socket listener) => new(listener.Accept());
}
