using System.Net;
using System.Net.Sockets;
using WsBroker.Gateway.Listening.Epoll;
using WsBroker.Gateway.Transports.Epoll;

namespace WsBroker.Gateway.Listening;

/// <summary>The best way to accept connections that this machine has.</summary>
public static class Acceptors
{
    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">Where; port 0 takes one that is free.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static IAcceptor Listen(IPEndPoint endPoint) =>
        OperatingSystem.IsLinux() ? new EpollAcceptor(endPoint, DescriptorReserve.OfProcess) : new SocketAcceptor(endPoint);
}
