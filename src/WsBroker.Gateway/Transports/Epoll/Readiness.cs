namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>What may happen to a descriptor: the bits of epoll_ctl(2).</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>EPOLLIN: something can be taken.</summary>
    Readable = 0x1,

    /// <summary>EPOLLOUT: there is room to send.</summary>
    Writable = 0x4,

    /// <summary>EPOLLERR: the connection is broken.</summary>
    Broken = 0x8,

    /// <summary>EPOLLHUP: both sides have ended.</summary>
    BothEnded = 0x10,

    /// <summary>EPOLLRDHUP: the peer has ended its side.</summary>
    PeerEnded = 0x2000,

    /// <summary>EPOLLET: told when it changes, and not again while it lasts.</summary>
    EdgeTriggered = 1u << 31,
}
