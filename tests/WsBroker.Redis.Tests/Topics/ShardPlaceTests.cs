using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Redis.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Topics;

public sealed class ShardPlaceTests
{
    [Theory]
    [InlineData("the other order")]
    [InlineData("one more")]
    [InlineData("only one")]
    public async Task A_node_that_has_other_shards_than_those_that_run_says_so_and_is_not_ready(string how)
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync();
        await using var third = await RedisServer.StartAsync();
        string[] shards = how switch
        {
            "the other order" => [second.Connection, first.Connection],
            "one more" => [first.Connection, second.Connection, third.Connection],
            _ => [second.Connection],
        };
        await using var here = await RedisNode.StartAsync(Sample.Options(first.Connection, second.Connection));
        await Eventually.IsTrueAsync(async () => (await second.RunAsync("exists", "wsbroker:{shard}:place")) is "1" && await first.RunAsync("exists", "wsbroker:{shard}:place") is "1", "it is noted");

        await using var other = await RedisNode.StartAsync(Sample.Options(shards));

        await Eventually.IsTrueAsync(() => !other.Log.IsReady, "it is found out");
        Assert.True(here.Log.IsReady);
        Assert.Contains(other.Logged.Warnings, static line => line.Contains("of 2 for nodes that run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shards_may_change_when_no_node_runs()
    {
        await using var server = await RedisServer.StartAsync();
        await using var before = await RedisConnections.OpenAsync(Sample.Options(server.Connection), NullLogger.Instance);
        await using var after = await RedisConnections.OpenAsync(Sample.Options(server.Connection, "127.0.0.1:1"), NullLogger.Instance);
        var (was, will) = (new ShardPlace(before.First, before, NullLogger.Instance), new ShardPlace(after.First, after, NullLogger.Instance));
        Assert.Equal((true, true, false), (await was.IsRightAsync(), await was.IsRightAsync(), await will.IsRightAsync()));
        Assert.InRange(long.Parse(await server.RunAsync("pttl", "wsbroker:{shard}:place"), System.Globalization.CultureInfo.InvariantCulture), 30_000, 60_000);

        // As when its time is over
        await server.RunAsync("del", "wsbroker:{shard}:place");

        Assert.Equal((true, false), (await will.IsRightAsync(), await was.IsRightAsync()));
    }
}
