using System.Net;
using System.Net.Sockets;

namespace WsBroker.Cluster.Tests;

/// <summary>Ports that nobody listens on.</summary>
internal static class Ports
{
    /// <summary>So many different ones of loopback, free a moment ago: for programs that want one by number.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
        listeners.ForEach(static listener => listener.Dispose());
        return ports;
    }
}
