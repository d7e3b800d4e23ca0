using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

public sealed class RedisConnectionsTests
{
    [Fact]
    public async Task RD_13_Without_Redis_they_stand_refuse_at_once_and_find_it_when_it_comes()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var connections = await RedisConnections.OpenAsync(Sample.Options(server.Connection), NullLogger.Instance);
        Assert.False(connections.First.IsAvailable);
        var refused = await Assert.ThrowsAsync<RedisUnavailableException>(() => connections.First.CallAsync(static redis => redis.PingAsync()));
        Assert.Equal(RedisFailure.NotConnected, refused.Failure);

        await server.StartAgainAsync();

        await Eventually.IsTrueAsync(() => connections.First.IsAvailable, "Redis is found");
        await connections.First.CallAsync(static redis => redis.PingAsync());
    }

    [Theory]
    [InlineData("127.0.0.1:1", "Connection refused")]
    [InlineData("no.such.host.invalid:6379", "not known")]
    [InlineData("{0}", "NOAUTH")]
    [InlineData("{0},password=wrong-one", "NOAUTH")]
    [InlineData("{0},password=right,defaultDatabase=99", "database does not exist")]
    public async Task Operators_are_told_why_nothing_can_be_done_and_no_secret(string connection, string why)
    {
        await using var server = await RedisServer.StartAsync();
        await server.RunAsync("config", "set", "requirepass", "right");
        var logger = new RecordingLogger();

        await using var connections = await RedisConnections.OpenAsync(Sample.Options(string.Format(CultureInfo.InvariantCulture, connection, server.Connection)), logger);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => connections.First.CallAsync(static redis => redis.StringGetAsync("a")));

        Assert.Contains(why, Assert.Single(logger.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", logger.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RD_03_A_frozen_Redis_fails_calls_in_time_and_serves_them_when_it_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connections = await RedisConnections.OpenAsync(Sample.Options(server.Connection), NullLogger.Instance);
        server.Freeze();

        var call = connections.First.CallAsync(static redis => redis.StringIncrementAsync("n"));
        var refused = await Assert.ThrowsAsync<RedisUnavailableException>(() => call.WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.Contains(refused.Failure, (RedisFailure[])[RedisFailure.Timeout, RedisFailure.NotConnected]);
        Assert.False(connections.First.IsAvailable);
        server.Thaw();
        await Eventually.IsTrueAsync(() => connections.First.IsAvailable, "Redis is found again");
        Assert.InRange(await connections.First.CallAsync(static redis => redis.StringIncrementAsync("n")), 1, 2);
    }

    [Fact]
    public async Task Whoever_watches_is_told_of_every_change()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connections = await RedisConnections.OpenAsync(Sample.Options(server.Connection), NullLogger.Instance);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<bool>();
        connections.Watch(shard => seen.Enqueue(shard.IsAvailable));

        await server.KillAsync();
        await Eventually.IsTrueAsync(() => seen.Contains(value: false), "its end is told");
        await server.StartAgainAsync();
        await Eventually.IsTrueAsync(() => seen.Last(), "its return is told");
    }

    [Fact]
    public async Task RD_09_A_script_cache_that_was_flushed_is_filled_again_without_a_failure()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connections = await RedisConnections.OpenAsync(Sample.Options(server.Connection), NullLogger.Instance);
        const string Script = "return redis.call('INCR', KEYS[1])";
        await connections.First.EvaluateAsync(Script, ["k"], []);
        await server.RunAsync("script", "flush");

        Assert.Equal(2, (long)await connections.First.EvaluateAsync(Script, ["k"], []));
    }
}
