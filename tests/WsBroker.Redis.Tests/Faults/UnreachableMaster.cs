using System.Globalization;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A master of a cluster that the others reach, and a node does not.</summary>
public sealed class UnreachableMaster
{
    [Fact]
    public async Task Connections_that_do_not_come_to_a_master_which_the_others_reach_are_made_anew()
    {
        await using var cluster = await ClusteredRedis.StartAsync();
        var master = cluster.Servers[0];
        await using var way = new FaultProxy(master.Port);
        await IsToldAtAsync(cluster, way.Port);
        await using var node = await RedisNode.StartAsync(Sample.Options($"{cluster.Servers[1].Connection},{cluster.Servers[2].Connection}"));
        var topic = await PublishToAsync(cluster, master, node);
        var (session, _) = await node.SubscribeAsync(topic);
        var shard = node.Connections.First;
        var (calls, channels) = (shard.Database.Multiplexer, shard.Channels.Multiplexer);

        way.IsRefusing = true;
        way.Cut();

        await Eventually.IsTrueAsync(() => !ReferenceEquals(shard.Database.Multiplexer, calls), "the one for calls is made anew");
        await Eventually.IsTrueAsync(() => !ReferenceEquals(shard.Channels.Multiplexer, channels), "the one for channels is made anew");
        way.Heal();
        await node.PublishUntilStoredAsync(topic, "after");
        Assert.Equal([$"{topic} 2 after"], await session.LinesAsync(1));
    }

    /// <summary>Has clients come to the first server by a port that is not its own.</summary>
    private static async Task IsToldAtAsync(ClusteredRedis cluster, int port)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        Assert.Equal("OK", await cluster.Servers[0].RunAsync("config", "set", "cluster-announce-port", text));
        foreach (var server in cluster.Servers)
        {
            await Eventually.IsTrueAsync(
                async () => (await server.RunAsync("cluster", "slots")).Split('\n').Contains(text, StringComparer.Ordinal), $"{server.Port} tells of {port}");
        }
    }

    /// <summary>Publishes to topics until one lies on a master.</summary>
    /// <returns>That one.</returns>
    private static async Task<string> PublishToAsync(ClusteredRedis cluster, RedisServer master, RedisNode node)
    {
        for (var number = 0; ; number++)
        {
            var topic = $"orders/{number}";
            await node.MustPublishAsync(topic, "before");
            if (await cluster.MasterOfAsync($"wsbroker:{{t:{topic}}}:m") == master)
            {
                return topic;
            }
        }
    }
}
