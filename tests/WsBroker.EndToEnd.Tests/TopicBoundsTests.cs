using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What one client can make the broker keep of topics.</summary>
public sealed class TopicBoundsTests
{
    private const int Commands = 100_000;
    private const int AtOnce = 1000;
    private const int MostSubscriptions = 128;

    [Fact]
    public async Task AP_07_Who_subscribes_to_very_many_topics_gets_the_limit_and_leaves_nothing_behind()
    {
        await using var server = await ServerProcess.StartAsync("--set", "limits:errors=1000000");
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);

        var codes = await AskAsync(peer, static number => new { id = number, subscribe = new { topic = $"t/{number}" } });
        var active = await TopicsAsync(server, expected: MostSubscriptions);
        await peer.CloseAsync();

        Assert.Equal(MostSubscriptions, active);
        Assert.Equal(Commands - MostSubscriptions, codes.Count(static code => code == 108));
        Assert.Equal(MostSubscriptions, codes.Count(static code => code == 0));
        Assert.Equal(0, await TopicsAsync(server, expected: 0));
    }

    [Fact]
    public async Task AP_07_Who_comes_and_goes_all_the_time_leaves_no_topic_behind()
    {
        await using var server = await ServerProcess.StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);

        var codes = await AskAsync(peer, static number => (number % 2) == 0
            ? new { id = number, subscribe = new { topic = $"t/{number}" } }
            : new { id = number, unsubscribe = new { topic = $"t/{number - 1}" } });

        Assert.All(codes, static code => Assert.Equal(0, code));
        Assert.Equal(0, await TopicsAsync(server, expected: 0));
    }

    /// <summary>Sends all commands, many at once, and takes from each answer its error's code, or 0.</summary>
    private static async Task<List<int>> AskAsync(WebSocketPeer peer, Func<int, object> command)
    {
        var codes = new List<int>(Commands);
        foreach (var some in Enumerable.Range(0, Commands).Chunk(AtOnce))
        {
            foreach (var number in some)
            {
                await peer.SendJsonAsync(command(number));
            }

            foreach (var _ in some)
            {
                codes.Add(CodeIn(await peer.ReceiveJsonAsync()));
            }
        }

        return codes;
    }

    private static int CodeIn(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return error.GetProperty("code").GetInt32();
        }

        Assert.True(answer.TryGetProperty("subscribed", out _) || answer.TryGetProperty("unsubscribed", out _), answer.GetRawText());
        return 0;
    }

    /// <summary>How many topics are active, once it is as expected or has not become so for long.</summary>
    private static async Task<int> TopicsAsync(ServerProcess server, int expected)
    {
        const string Gauge = "wsbroker_topics ";
        using var http = new HttpClient { BaseAddress = server.Http };
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (true)
        {
            var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), CancellationToken.None);
            var line = page.Split('\n').Single(static line => line.StartsWith(Gauge, StringComparison.Ordinal));
            var topics = int.Parse(line[Gauge.Length..], provider: null);
            if (topics == expected || late.IsCancellationRequested)
            {
                return topics;
            }
        }
    }
}
