using System.Net.WebSockets;
using System.Text.Json;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>A client that subscribes, publishes, asks and unsubscribes without a pause, and comes back whenever it is thrown out.</summary>
internal sealed class RestlessClient : IDisposable
{
    /// <summary>So many commands are on their way before their answers are read.</summary>
    public const int CommandsAtOnce = 100;

    private const int Kinds = 4;

    private readonly Uri _server;
    private readonly string _topic;
    private WebSocketPeer _peer;
    private volatile string _name;

    private RestlessClient(Uri server, string topic, WebSocketPeer peer, string name) => (_server, _topic, _peer, _name) = (server, topic, peer, name);

    /// <summary>What the broker calls it now.</summary>
    public string Name => _name;

    /// <summary>How often it has done all that it does.</summary>
    public int Rounds { get; private set; }

    /// <summary>How many commands were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>How many publications it has sent.</summary>
    public int Published { get; private set; }

    /// <summary>How many of them were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>How often it was thrown out.</summary>
    public int ThrownOut { get; private set; }

    /// <summary>The codes of the errors that it was told.</summary>
    public HashSet<int> Errors { get; } = [];

    /// <summary>Connects, and does nothing yet.</summary>
    /// <param name="server">The broker's address, with scheme ws.</param>
    /// <param name="topic">The topic of all that it does.</param>
    public static async Task<RestlessClient> EnterAsync(Uri server, string topic)
    {
        var (peer, name) = await ConnectAsync(server);
        return new RestlessClient(server, topic, peer, name);
    }

    /// <summary>Does all that it does again and again; the answers of a round in which it is thrown out are lost.</summary>
    /// <param name="rounds">How often at least.</param>
    /// <param name="others">What others do meanwhile: as long as that lasts, it goes on.</param>
    public async Task RunAsync(int rounds, Task others)
    {
        for (; Rounds < rounds || !others.IsCompleted; Rounds++)
        {
            if (!await TryRoundAsync())
            {
                ThrownOut++;
                _peer.Dispose();
                (_peer, _name) = await ConnectAsync(_server);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _peer.Dispose();

    private static async Task<(WebSocketPeer Peer, string Name)> ConnectAsync(Uri server)
    {
        var peer = await WebSocketPeer.ConnectAsync(server);
        var welcome = await peer.AskAsync(new { id = 0, connect = new { } });
        return (peer, welcome.GetProperty("connected").GetProperty("client").GetString()!);
    }

    private async Task<bool> TryRoundAsync()
    {
        try
        {
            for (var id = 0; id < CommandsAtOnce; id += Kinds)
            {
                Published++;
                await _peer.SendJsonAsync(new { id, subscribe = new { topic = _topic } });
                await _peer.SendJsonAsync(new { id = id + 1, publish = new { topic = _topic, text = "x" } });
                await _peer.SendJsonAsync(new { id = id + 2, history = new { topic = _topic, last = 1 } });
                await _peer.SendJsonAsync(new { id = id + 3, unsubscribe = new { topic = _topic } });
            }

            return await ReadAnswersAsync();
        }
        catch (WebSocketException)
        {
            // Closed amid what it said
            return false;
        }
    }

    private async Task<bool> ReadAnswersAsync()
    {
        var answered = new HashSet<int>();
        while (answered.Count < CommandsAtOnce)
        {
            var (kind, bytes) = await _peer.ReceiveAsync();
            if (kind is WebSocketMessageType.Close)
            {
                return false;
            }

            var news = JsonElement.Parse(bytes);
            if (news.TryGetProperty("id", out var id))
            {
                Assert.True(answered.Add(id.GetInt32()), $"answered twice: {news}");
                Note(news);
            }
        }

        return true;
    }

    private void Note(JsonElement answer)
    {
        Answered++;
        Acknowledged += answer.TryGetProperty("published", out _) ? 1 : 0;
        if (answer.TryGetProperty("error", out var error))
        {
            Errors.Add(error.GetProperty("code").GetInt32());
        }
    }
}
