namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>The last of the file descriptors that a process may have: not for connections, since it needs them itself.</summary>
/// <remarks>
/// To open a file of its log, to reach Redis, or to load code that was not needed before. Without a descriptor for the latter the
/// runtime aborts: a server with as many clients as it could take did so when it was asked to stop. Immutable.
/// </remarks>
internal sealed class DescriptorReserve
{
    /// <summary>So many, or a quarter of all if that is less.</summary>
    // A drain takes about ten for code, and may do so while segments, certificates and back ends are opened
    private const int Size = 64;

    private readonly int _first;

    /// <summary>Makes it.</summary>
    /// <param name="limit">How many descriptors the process may have.</param>
    public DescriptorReserve(int limit) => _first = limit - Math.Min(Size, limit / 4);

    /// <summary>That of this process.</summary>
    public static DescriptorReserve OfProcess { get; } = new(Libc.MaxDescriptors());

    /// <summary>Whether the reserve is touched, to judge by a descriptor that was made just now: each gets the lowest number that is free.</summary>
    public bool IsTouchedBy(int descriptor) => descriptor >= _first;
}
