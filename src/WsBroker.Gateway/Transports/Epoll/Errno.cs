namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>Why a call of the C library failed, as far as it matters here: the numbers of errno(3) on Linux.</summary>
internal enum Errno
{
    /// <summary>EINTR: a signal came; nothing was done.</summary>
    Interrupted = 4,

    /// <summary>EAGAIN: it would have to wait.</summary>
    WouldBlock = 11,

    /// <summary>ENFILE: the system has no descriptors left.</summary>
    TooManyFilesInSystem = 23,

    /// <summary>EMFILE: the process has no descriptors left.</summary>
    TooManyFiles = 24,

    /// <summary>ECONNABORTED: the connection was gone before it was taken.</summary>
    ConnectionAborted = 103,
}
