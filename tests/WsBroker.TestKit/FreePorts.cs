using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace WsBroker.TestKit;

/// <summary>Ports of loopback for programs that want one by its number, or the same again when they come back. Thread-safe.</summary>
/// <remarks>
/// Below those that systems hand out by themselves, to listeners and outgoing connections: one of these may be taken in the moment before
/// the program listens. Each is given out once in a process.
/// </remarks>
public static class FreePorts
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Another run on the same machine begins elsewhere
    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>One that nobody listens on.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + ((int)((uint)Interlocked.Increment(ref _next) % Count));
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"Of the ports from {First} to {First + Count - 1} none is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
