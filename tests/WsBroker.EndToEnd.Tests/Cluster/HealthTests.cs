using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>What probes are told while Redis is away.</summary>
public sealed class HealthTests
{
    private static readonly string[] _settings = ["redis:timeout=00:00:01", "topics:0:match=local/#", "topics:0:durability=memory"];

    [Fact]
    public async Task AD_16_While_Redis_is_away_a_node_lives_and_is_ready_only_where_it_may_be_without_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var strict = await StartAsync(redis);
        await using var lenient = await StartAsync(redis, "health:engine=false");
        using var ofStrict = Client(strict);
        using var ofLenient = Client(lenient);

        for (var round = 1; round <= 2; round++)
        {
            await redis.KillAsync();
            await BecomesAsync(ofStrict, "503 engine");
            Assert.Equal("refused with 310", await PublishAsync(ofLenient, "shared"));
            Assert.Equal(("200 alive", "200 alive"), (await AskAsync(ofStrict, "live"), await AskAsync(ofLenient, "live")));
            Assert.Equal("200 ready", await AskAsync(ofLenient, "ready"));
            Assert.Equal(($"stored at {round}", $"stored at {round}"), (await PublishAsync(ofStrict, "local/x"), await PublishAsync(ofLenient, "local/x")));

            await redis.StartAgainAsync();
            await BecomesAsync(ofStrict, "200 ready");
        }

        // They have not ended meanwhile
        Assert.Equal((0, 0), (await strict.StopAsync(), await lenient.StopAsync()));
    }

    [Fact]
    public async Task RD_18_While_Redis_reads_its_log_a_node_lives_is_not_ready_and_refuses_and_then_all_is_there()
    {
        await using var redis = await RedisServer.StartAsync("--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024");
        await using var node = await StartAsync(redis);
        using var http = Client(node);
        Assert.Equal("stored at 1", await PublishAsync(http, "shared"));

        // So much in its log that it takes a minute to read it, unless it is told to be quick; rewritten, since it answers more often while it reads that
        await redis.RunAsync("eval", "for i = 1, 50000 do redis.call('SET', 'n' .. i, string.rep('x', 100)) end", "0");
        await redis.RunAsync("bgrewriteaof");
        await UntilAsync(async () => (await redis.RunAsync("info", "persistence")).Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal));
        await redis.KillAsync();
        var starting = redis.StartAgainAsync();
        await UntilAsync(() => IsLoadingAsync(redis));
        await BecomesAsync(http, "503 engine");

        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var look = 0; look < 15; look++)
        {
            Assert.Equal(("503 engine", "200 alive"), (await AskAsync(http, "ready"), await AskAsync(http, "live")));
            Assert.Equal("refused with 310", await PublishAsync(http, "shared"));
            await pace.WaitForNextTickAsync();
        }

        Assert.True(await IsLoadingAsync(redis));
        await redis.RunAsync("config", "set", "key-load-delay", "0");
        await starting;
        await BecomesAsync(http, "200 ready");
        Assert.Equal("stored at 2", await PublishAsync(http, "shared"));
    }

    private static async Task<bool> IsLoadingAsync(RedisServer redis) => (await redis.RunAsync("ping")).StartsWith("LOADING", StringComparison.Ordinal);

    private static Task<ServerProcess> StartAsync(RedisServer redis, params string[] settings) => ServerProcess.StartAsync(
        ["--engine", $"redis:{redis.Connection}", .. _settings.Concat(settings).SelectMany(static setting => (string[])["--set", setting])]);

    private static HttpClient Client(ServerProcess server) => new() { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };

    private static Task BecomesAsync(HttpClient http, string expected) =>
        UntilAsync(async () => string.Equals(await AskAsync(http, "ready"), expected, StringComparison.Ordinal));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!await condition())
        {
            await pace.WaitForNextTickAsync(late.Token);
        }
    }

    private static async Task<string> AskAsync(HttpClient http, string probe)
    {
        using var answer = await http.GetAsync(new Uri($"health/{probe}", UriKind.Relative));
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).TrimEnd()}";
    }

    private static async Task<string> PublishAsync(HttpClient http, string topic)
    {
        using var answer = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic, text = "x" });
        var said = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? $"stored at {said.GetProperty("results")[0].GetProperty("offset")}" : $"refused with {said.GetProperty("code")}";
    }
}
