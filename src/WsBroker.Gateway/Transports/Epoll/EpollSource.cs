namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>A descriptor that an <see cref="EpollLoop"/> watches.</summary>
internal abstract class EpollSource
{
    /// <summary>Its name with the loop while it is registered, which no other descriptor had before.</summary>
    public ulong Token { get; set; }

    /// <summary>Something has happened to the descriptor. Called on the loop's thread; never to block or throw.</summary>
    /// <param name="happened">What; some of it may be over by now.</param>
    public abstract void OnReady(Readiness happened);
}
