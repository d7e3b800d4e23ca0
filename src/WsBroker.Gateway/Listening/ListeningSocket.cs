using System.Net;
using System.Net.Sockets;

namespace WsBroker.Gateway.Listening;

/// <summary>How a listening TCP socket is made, whoever accepts from it.</summary>
internal static class ListeningSocket
{
    /// <summary>Connections that the kernel keeps until we take them.</summary>
    // What Kestrel asks for; the kernel may allow fewer
    private const int Backlog = 4096;

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">Where; port 0 takes one that is free.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static Socket Open(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
