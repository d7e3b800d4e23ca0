using System.Net.WebSockets;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What the real process writes to standard error.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("debug", true)]
    [InlineData("information", false)]
    public async Task What_clients_cause_is_told_to_who_asks_for_it_and_never_with_a_token(string level, bool isTold)
    {
        await using var server = await ServerProcess.StartAsync("--set", $"log={level}");
        using var client = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(new Uri(server.Ws, "/topics/a%00?token=e30.hidden.e30"), CancellationToken.None));
        using var http = new HttpClient { BaseAddress = server.Http };
        using var refused = await http.GetAsync(new Uri("/api/topics?match=a%2F%23%2Fb&token=hidden", UriKind.Relative));
        await server.StopAsync();

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("Listening on", server.Output, StringComparison.Ordinal);
        Assert.Equal(isTold, server.Output.Contains("refused: InvalidTopic", StringComparison.Ordinal));
        Assert.Equal(isTold, server.Output.Contains("GET /api/topics is refused with 400", StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", server.Output, StringComparison.Ordinal);
    }
}
