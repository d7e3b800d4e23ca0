using WsBroker.Gateway.Transports.Epoll;

namespace WsBroker.Gateway.Tests.Transports.Epoll;

internal sealed class EpollPair() : TcpPair(static listener => new EpollTransport(Libc.Accept((int)listener.Handle)));
