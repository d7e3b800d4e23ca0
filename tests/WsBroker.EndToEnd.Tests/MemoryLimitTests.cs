using System.Net;
using System.Net.Http.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A server that may use little memory, as in a small container.</summary>
[Collection(Alone.Name)]
public sealed class MemoryLimitTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Limit = 96 * Mebibyte;
    private const int Topics = 160;

    [Fact]
    public async Task ND_08_With_little_memory_half_of_the_clients_slow_and_more_published_than_there_is_room_for_it_serves_on()
    {
        var command = ServerCommand.Serve();
        command.Environment["DOTNET_GCHeapHardLimit"] = Limit.ToString("x", provider: null);
        await using var server = await ServerProcess.StartAsync(command);
        using var witness = await WebSocketPeer.RawAsync(server.Ws, "witness", "?echo=true");
        var slow = await Task.WhenAll(Enumerable.Range(0, Topics / 2).Select(number => WebSocketPeer.RawAsync(server.Ws, $"t/{number}", "?mode=sub")));
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        var text = new string('x', (Mebibyte / 2) + (Mebibyte / 4));

        for (var number = 0; number < 2 * Topics; number++)
        {
            using var answer = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = $"t/{number % Topics}", text });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await witness.SendAsync($"{number}");
            Assert.Equal($"{number}", await witness.ReceiveTextAsync());
        }

        var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        var histories = page.Split('\n').Single(static line => line.StartsWith("wsbroker_histories_bytes ", StringComparison.Ordinal));
        Assert.InRange(long.Parse(histories.Split(' ')[1], provider: null), Limit / 8, Limit / 2);
        Array.ForEach(slow, static one => one.Dispose());
        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain("OutOfMemory", server.Output, StringComparison.Ordinal);
    }
}
