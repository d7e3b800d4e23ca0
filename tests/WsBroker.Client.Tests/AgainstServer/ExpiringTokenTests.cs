using System.Collections.Concurrent;
using WsBroker.Client.Tests.Peers;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.AgainstServer;

/// <summary>Tokens that end within seconds, at the real broker.</summary>
public sealed class ExpiringTokenTests
{
    private static readonly TimeSpan _never = TimeSpan.FromHours(1);

    // Renewed twice a second, so that a machine that is busy for seconds is still in time
    private static readonly TimeSpan _life = TimeSpan.FromSeconds(6);

    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outlived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _firstEnds = DateTimeOffset.MaxValue;

    [Fact]
    public async Task A_client_that_renews_its_token_hears_on_without_an_interruption()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, isRenewed: true);
        await using var messages = client.SubscribeAsync("a").GetAsyncEnumerator();
        var first = messages.NextAsync();

        await _outlived.Task.Soon();
        await client.PublishAsync("a", "still here").Soon();

        Assert.Equal("still here", (await first).GetText());
        Assert.False(_interrupted.Task.IsCompleted);
    }

    [Fact]
    public async Task A_client_whose_token_has_ended_comes_back_with_a_new_one_and_misses_nothing()
    {
        await using var server = await StartAsync();
        await using var other = await WsBrokerClient.ConnectAsync(server.Ws, new() { Token = _ => ValueTask.FromResult<string?>(TokenBuilder.For("other").Sign()) });
        await using var client = await ConnectAsync(server, isRenewed: false);
        var gaps = new ConcurrentQueue<TopicGap>();
        var stands = new TaskCompletionSource();
        var options = new SubscribeOptions { GapDetected = gaps.Enqueue, Subscribed = _ => stands.TrySetResult() };
        await using var messages = client.SubscribeAsync("a", options).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await stands.Task.Soon();
        await other.PublishAsync("a", "before").Soon();
        Assert.Equal("before", (await first).GetText());

        await _interrupted.Task.Soon();
        await other.PublishAsync("a", "while away").Soon();

        Assert.Equal("while away", (await messages.NextAsync()).GetText());
        await client.PublishAsync("a", "here again").Soon();
        Assert.Equal("here again", (await messages.NextAsync()).GetText());
        Assert.Empty(gaps);
    }

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        "--set", "auth:required=true",
        "--set", "auth:keys:0:algorithm=HS256",
        "--set", $"auth:keys:0:secret={TokenBuilder.Secret}",
        "--set", "auth:leeway=00:00:00",
        "--set", "auth:expiryGrace=00:00:00");

    private async Task<WsBrokerClient> ConnectAsync(ServerProcess server, bool isRenewed)
    {
        var options = ScriptedServer.Prompt with
        {
            Time = new HurriedTime(),
            ConnectTimeout = _never,
            PingInterval = _never,
            PongTimeout = _never,
            Token = _ => ValueTask.FromResult<string?>(isRenewed || _interrupted.Task.IsCompleted || _firstEnds == DateTimeOffset.MaxValue ? NextToken() : "bad"),
        };
        var client = await WsBrokerClient.ConnectAsync(server.Ws, options).Soon();
        client.StateChanged += (_, _) => _interrupted.TrySetResult();
        return client;
    }

    private string NextToken()
    {
        var now = TimeProvider.System.GetUtcNow();
        var ends = now + _life;
        if (_firstEnds == DateTimeOffset.MaxValue)
        {
            _firstEnds = ends;
        }
        else if (now > _firstEnds)
        {
            _outlived.TrySetResult();
        }

        return TokenBuilder.For("u1").Claim("exp", ends.ToUnixTimeMilliseconds() / 1000.0).Sign();
    }

    /// <summary>The real time, but for timers, which run out twenty times as fast: a token is renewed after half a second, not after ten.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 20, period / 20);
    }
}
