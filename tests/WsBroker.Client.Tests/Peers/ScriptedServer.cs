using System.Net;
using System.Net.Sockets;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.Peers;

/// <summary>A server on a loopback port that does just what the test tells it to, over .NET's own WebSocket.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come; reached only if it never does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A port that no server of another test has had, whose client may still be looking for it
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePorts.Next());
    private readonly List<NetworkStream> _accepted = [];
    private readonly List<WsBrokerClient> _clients = [];

    public ScriptedServer() => _listener.Start();

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Options with which a client comes back at once.</summary>
    public static WsBrokerClientOptions Prompt { get; } =
        new() { Reconnect = new ReconnectOptions { FirstDelay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero } };

    /// <summary>The next TCP connection.</summary>
    public async Task<NetworkStream> AcceptTcpAsync()
    {
        var stream = new NetworkStream(await _listener.AcceptSocketAsync().WaitAsync(Patience), ownsSocket: true);
        _accepted.Add(stream);
        return stream;
    }

    /// <summary>The next connection, once it has shaken hands.</summary>
    public async Task<ScriptedPeer> AcceptAsync() => await ScriptedPeer.ShakeHandsAsync(await AcceptTcpAsync());

    /// <summary>The next connection, once it has been greeted.</summary>
    /// <param name="name">What the client is called as a publisher.</param>
    /// <param name="session">What follows in the answer: a session, perhaps.</param>
    public async Task<ScriptedPeer> GreetAsync(string name = "me", string session = "")
    {
        var peer = await AcceptAsync();
        await peer.GreetAsync(name, session);
        return peer;
    }

    /// <summary>A client that is connected, and the server's end of it; both are disposed of with this.</summary>
    public async Task<(WsBrokerClient Client, ScriptedPeer Peer)> ConnectAsync(WsBrokerClientOptions? options = null, string session = "")
    {
        var connecting = WsBrokerClient.ConnectAsync(Address, options ?? Prompt);
        var peer = await GreetAsync(session: session);
        var client = await connecting.WaitAsync(Patience);
        _clients.Add(client);
        return (client, peer);
    }

    // A client that still came back when the port is free again could come to the server of another test
    public async ValueTask DisposeAsync()
    {
        var leaving = _clients.ConvertAll(client => client.DisposeAsync().AsTask());
        foreach (var stream in _accepted)
        {
            await stream.DisposeAsync();
        }

        await Task.WhenAll(leaving).WaitAsync(Patience);
        _listener.Dispose();
    }
}
