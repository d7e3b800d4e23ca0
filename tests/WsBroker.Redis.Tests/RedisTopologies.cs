using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>The same promises, whatever stands behind a connection string: several shards, or a cluster.</summary>
public sealed class RedisTopologies
{
    private static readonly string[] _topics = [.. Enumerable.Range(0, 12).Select(static number => $"rooms/{number}")];

    [Fact]
    public async Task Topics_are_spread_over_shards_and_every_node_finds_them()
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync();
        var options = Sample.Options(first.Connection, second.Connection);

        await TryAsync(options);

        Assert.Equal(["yes", "yes"], [await HasTopicsAsync(first), await HasTopicsAsync(second)]);
    }

    [Fact]
    public async Task A_shard_that_is_away_takes_only_its_own_topics_along()
    {
        await using var first = await RedisServer.StartAsync();
        await using var second = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(Sample.Options(first.Connection, second.Connection));
        var lost = _topics.First(topic => node.Connections.Of(Sample.Topic(topic)).Number == 1);
        var other = _topics.First(topic => node.Connections.Of(Sample.Topic(topic)).Number == 0);

        await second.KillAsync();

        Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.Refused>(await node.PublishAsync(lost, "a")).Code);
        await node.MustPublishAsync(other, "a");
        Assert.False(node.Log.IsReady);
    }

    [Fact]
    public async Task A_cluster_of_Redis_serves_topics_of_all_its_slots()
    {
        await using var cluster = await ClusteredRedis.StartAsync();

        await TryAsync(cluster.Options);

        foreach (var server in cluster.Servers)
        {
            Assert.Equal("yes", await HasTopicsAsync(server));
        }
    }

    private static async Task TryAsync(RedisOptions options)
    {
        await using var here = await RedisNode.StartAsync(options);
        await using var there = await RedisNode.StartAsync(options);
        var filtered = await there.SubscribeFilterAsync("rooms/+");
        var named = new List<AnswerProbe>();
        foreach (var topic in _topics)
        {
            named.Add((await there.SubscribeAsync(topic)).Session);
            await here.MustPublishAsync(topic, "a", key: "k");
            Assert.True(Assert.IsType<SessionEvent.Published>(await there.PublishAsync(topic, "a", key: "k")).IsDuplicate);
            await there.MustPublishAsync(topic, "b");
        }

        for (var index = 0; index < _topics.Length; index++)
        {
            Assert.Equal([$"{_topics[index]} 1 a", $"{_topics[index]} 2 b"], await named[index].LinesAsync(2));
        }

        Assert.Equal(2 * _topics.Length, (await filtered.LinesAsync(2 * _topics.Length)).Distinct(StringComparer.Ordinal).Count());
        var (_, answer) = await here.SubscribeAsync(_topics[0], new StartAt.Last(10));
        Assert.Equal(2, Assert.IsType<SessionEvent.Subscribed>(answer).Position!.Value.Offset);
    }

    private static async Task<string> HasTopicsAsync(RedisServer server) =>
        (await server.RunAsync("keys", "wsbroker:{t:rooms/*")).Length > 0 ? "yes" : "no";
}
