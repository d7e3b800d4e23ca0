using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>How many subscribers the broker counts.</summary>
internal static class Subscribers
{
    /// <summary>Waits until a topic has so many.</summary>
    /// <exception cref="OperationCanceledException">It had not within <see cref="StrictClient.Patience"/>.</exception>
    public static async Task BecomeAsync(ServerProcess server, string topic, int expected)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        var subscribers = -1;
        while (subscribers != expected)
        {
            timeout.Token.ThrowIfCancellationRequested();
            var listed = await http.GetFromJsonAsync<JsonElement>($"/api/topics?match={topic}", timeout.Token);
            subscribers = listed.GetProperty("topics").EnumerateArray().Sum(static one => one.GetProperty("subscribers").GetInt32());
        }
    }
}
