using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A master that dies, and a replica that Sentinel makes the next.</summary>
public sealed class Failover
{
    private const string Topic = "orders/7";

    [Fact]
    public async Task RD_11_After_a_failover_topics_go_on_where_the_replica_is_and_every_offset_is_used_once()
    {
        await using var master = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync();
        await using var sentinel = await Sentinel.StartAsync(master, replica);
        await using var one = await RedisNode.StartAsync(Sample.Options(sentinel.Connection));
        await using var two = await RedisNode.StartAsync(Sample.Options(sentinel.Connection));
        var (session, _) = await two.SubscribeAsync(Topic);
        var first = await one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        await master.RunAsync("wait", "1", "5000");

        await master.KillAsync();
        var after = await one.PublishUntilStoredAsync(Topic, "b");

        Assert.Equal(first with { Offset = 2 }, after);
        if (session.Told.OfType<SessionEvent.SubscriptionEnded>().Any())
        {
            // It took longer than subscribers are left in the dark
            (session, _) = await two.SubscribeAsync(Topic, new Broker.Topics.StartAt.After(first));
            Assert.Equal([$"{Topic} 2 b"], await session.LinesAsync(1));
            return;
        }

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b"], await session.LinesAsync(2));
    }
}
