using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Draining;

/// <summary>Publishers that go on until the server lets them go, over WebSocket and over HTTP, and remember what was acknowledged.</summary>
internal sealed class BusyPublishers(ServerProcess server, string topic)
{
    private readonly ConcurrentDictionary<long, string> _acknowledged = [];

    /// <summary>What was acknowledged, by offset.</summary>
    public IReadOnlyDictionary<long, string> Acknowledged => _acknowledged;

    /// <summary>How often a WebSocket was told to leave before it was closed.</summary>
    public int Told => _told;

    private int _told;

    /// <summary>Publishes over a WebSocket until that is closed.</summary>
    /// <param name="name">The publisher's.</param>
    public async Task OverWebSocketAsync(int name)
    {
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        for (var number = 0; ; number++)
        {
            var text = Text(name, number);
            await peer.SendJsonAsync(new { id = number, publish = new { topic, text } });
            var (kind, bytes) = await peer.ReceiveAsync();
            while (kind is WebSocketMessageType.Text && JsonElement.Parse(bytes).TryGetProperty("draining", out _))
            {
                Interlocked.Increment(ref _told);
                (kind, bytes) = await peer.ReceiveAsync();
            }

            if (kind is WebSocketMessageType.Close)
            {
                Assert.Equal(1012, (int)peer.CloseStatus!);
                return;
            }

            Take(JsonElement.Parse(bytes).GetProperty("published"), text);
        }
    }

    /// <summary>Publishes over HTTP until the server takes nothing any more.</summary>
    /// <param name="name">The publisher's.</param>
    public async Task OverHttpAsync(int name)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        for (var number = 0; ; number++)
        {
            var text = Text(name, number);
            HttpResponseMessage answer;
            try
            {
                answer = await http.PostAsJsonAsync("/api/publish", new { topic, text });
            }
            catch (HttpRequestException)
            {
                return;
            }

            using (answer)
            {
                answer.EnsureSuccessStatusCode();
                Take((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0], text);
            }
        }
    }

    private void Take(JsonElement published, string text) => Assert.True(_acknowledged.TryAdd(published.GetProperty("offset").GetInt64(), text));

    private static string Text(int name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
}
