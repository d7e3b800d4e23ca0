using System.Globalization;
using System.Net;
using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A master that dies, and a replica that Sentinel makes the next.</summary>
public sealed class Failover
{
    private const string Topic = "orders/7";

    // A replica gets all at once, and not after five seconds in which there might come another
    private static readonly string[] _promptly = ["--repl-diskless-sync-delay", "0"];

    [Fact]
    public async Task RD_11_After_a_failover_topics_go_on_where_the_replica_is_and_every_offset_is_used_once()
    {
        await using var master = await RedisServer.StartAsync(_promptly);
        await using var replica = await RedisServer.StartAsync();
        await using var sentinel = await Sentinel.StartAsync(master, replica);
        await using var one = await RedisNode.StartAsync(Sample.Options(sentinel.Connection));
        await using var two = await RedisNode.StartAsync(Sample.Options(sentinel.Connection));
        var (session, _) = await two.SubscribeAsync(Topic);
        var first = await one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        await HasFirstAsync(replica);

        await master.KillAsync();
        var after = await one.PublishUntilStoredAsync(Topic, "b");

        Assert.Equal(first with { Offset = 2 }, after);
        if (session.Told.OfType<SessionEvent.SubscriptionEnded>().Any())
        {
            // It took longer than subscribers are left in the dark
            (session, _) = await two.SubscribeAsync(Topic, new StartAt.After(first));
            Assert.Equal([$"{Topic} 2 b"], await session.LinesAsync(1));
            return;
        }

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b"], await session.LinesAsync(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RD_11_What_the_replica_did_not_have_is_declared_lost_to_whoever_heard_it_or_what_took_its_offset(int appended)
    {
        await using var master = await RedisServer.StartAsync(_promptly);
        await using var replica = await RedisServer.StartAsync();
        var port = master.Port;
        await using var way = new FaultProxy(() => new IPEndPoint(IPAddress.Loopback, port));
        await using var one = await RedisNode.StartAsync(Sample.Options(way) with { Patience = TimeSpan.FromMinutes(1) });
        await FollowAsync(replica, master);
        var (heardLost, _) = await one.SubscribeAsync(Topic);
        await one.MustPublishAsync(Topic, "a");
        await HasFirstAsync(replica);

        await replica.RunAsync("replicaof", "no", "one");
        var lost = await one.PublishUntilStoredAsync(Topic, "lost");
        await heardLost.LinesAsync(2);
        way.IsRefusing = true;
        way.Cut();
        await using var two = await RedisNode.StartAsync(replica);
        var (heardOther, _) = await two.SubscribeAsync(Topic);
        for (var number = 1; number <= appended; number++)
        {
            await two.PublishUntilStoredAsync(Topic, $"b{number}");
        }

        await heardOther.LinesAsync(appended);
        port = replica.Port;
        way.Heal();

        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await heardLost.NextAsync()).Code);
        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await heardOther.NextAsync()).Code);
        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 lost"], heardLost.Lines);
        Assert.NotEqual(lost.Epoch, (await one.PublishUntilStoredAsync(Topic, "c")).Epoch, StringComparer.Ordinal);
        foreach (var node in (RedisNode[])[one, two])
        {
            var (_, answer) = await node.SubscribeAsync(Topic, new StartAt.After(lost));
            Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
        }
    }

    [Fact]
    public async Task RD_11_With_min_replicas_to_write_publications_are_refused_while_the_replica_lags_and_none_acknowledged_is_lost()
    {
        await using var master = await RedisServer.StartAsync([.. _promptly, "--min-replicas-to-write", "1", "--min-replicas-max-lag", "1", "--repl-ping-replica-period", "1"]);
        await using var replica = await RedisServer.StartAsync();
        var port = master.Port;
        await using var way = new FaultProxy(() => new IPEndPoint(IPAddress.Loopback, port));
        await using var node = await RedisNode.StartAsync(Sample.Options(way), new TopicSettings { MaxHistoryCount = 100_000, MaxHistoryBytes = 10_000_000 });
        await FollowAsync(replica, master);
        await node.PublishUntilStoredAsync(Topic, "0");

        replica.Freeze();
        var acknowledged = new List<string> { "0" };
        // So slowly that all of it is on its way to the replica, and none waits in the master
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var answer = await node.PublishAsync(Topic, "1");
        while (answer is SessionEvent.Published)
        {
            acknowledged.Add($"{acknowledged.Count}");
            await pace.WaitForNextTickAsync();
            answer = await node.PublishAsync(Topic, $"{acknowledged.Count}");
        }

        var refused = Assert.IsType<SessionEvent.Refused>(answer).Code;
        Assert.Equal((ErrorCode.EngineUnavailable, true), (refused, refused.IsRetryable()));

        await master.KillAsync();
        replica.Thaw();
        await IsLinkAsync("down", replica);
        await replica.RunAsync("replicaof", "no", "one");
        port = replica.Port;
        await node.PublishUntilStoredAsync(Topic, "after");

        var kept = (await node.ReadAsync(Topic)).Publications.Select(static one => Encoding.UTF8.GetString(one.Content.Payload.Span));
        Assert.Equal([.. acknowledged, "after"], kept, StringComparer.Ordinal);
    }

    private static async Task FollowAsync(RedisServer replica, RedisServer master)
    {
        await replica.RunAsync("replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        await IsLinkAsync("up", replica);
    }

    private static Task HasFirstAsync(RedisServer replica) => Eventually.IsTrueAsync(
        async () => string.Equals(await replica.RunAsync("hget", $"wsbroker:{{t:{Topic}}}:m", "o"), "1", StringComparison.Ordinal), "the replica has the first");

    private static Task IsLinkAsync(string state, RedisServer replica) => Eventually.IsTrueAsync(
        async () => (await replica.RunAsync("info", "replication")).Contains($"master_link_status:{state}", StringComparison.Ordinal), $"the replica's link is {state}");
}
