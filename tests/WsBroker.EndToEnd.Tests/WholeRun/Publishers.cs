using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.WholeRun;

/// <summary>Publishers that wait for each acknowledgement, over WebSocket and over HTTP.</summary>
internal sealed class Publishers(ServerProcess server, string topic, Ledger ledger)
{
    public async Task OverWebSocketAsync(int name, int count)
    {
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        for (var number = 0; number < count; number++)
        {
            var text = Text(name, number);
            var answer = await peer.AskAsync(new { id = number, publish = new { topic, text } });
            Take(answer.GetProperty("published"), text);
        }
    }

    public async Task OverHttpAsync(int name, int count)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        for (var number = 0; number < count; number++)
        {
            var text = Text(name, number);
            using var answer = await http.PostAsJsonAsync("/api/publish", new { topic, text });
            answer.EnsureSuccessStatusCode();
            Take((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0], text);
        }
    }

    private void Take(JsonElement published, string text) => ledger.Add(published.GetProperty("offset").GetInt64(), text);

    private static string Text(int name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
}
