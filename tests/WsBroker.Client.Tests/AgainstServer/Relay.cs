using System.Net;
using System.Net.Sockets;

namespace WsBroker.Client.Tests.AgainstServer;

/// <summary>A TCP relay to a server, whose connections a test can cut.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private List<Socket> _sockets = [];

    public Relay(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the server can be reached through the relay.</summary>
    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Breaks every connection, with a reset, in the middle of whatever passes.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _sockets.ForEach(socket => socket.Close(timeout: 0));
            _sockets = [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync();
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(_server.Host, _server.Port);
                lock (_lock)
                {
                    _sockets.AddRange([near, far]);
                }

                passing.Add(PassAsync(near, far));
                passing.Add(PassAsync(far, near));
            }
        }
        catch (Exception end) when (end is SocketException or InvalidOperationException)
        {
            // The listener is disposed of
            Cut();
            await Task.WhenAll(passing);
        }
    }

    private static async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // By the test, or by one of the two sides
        }
    }
}
