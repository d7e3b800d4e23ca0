using WsBroker.Broker.Sessions;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A cluster of Redis whose channels are sharded, and whose slots and masters move.</summary>
public sealed class ShardedChannels : IAsyncLifetime
{
    private const string Topic = "orders/7";
    private const string Key = $"wsbroker:{{t:{Topic}}}:m";
    private const string Channel = $"wsbroker:{{t:{Topic}}}:c";

    private static readonly string[] _ofAllMasters = [.. Enumerable.Range(10, 12).Select(static number => $"parcels{number}/7")];

    private ClusteredRedis _cluster = null!;
    private RedisNode _one = null!;
    private RedisNode _two = null!;
    private int _again;

    public async Task InitializeAsync()
    {
        _cluster = await ClusteredRedis.StartAsync();
        _one = await RedisNode.StartAsync(_cluster.Options);
        _two = await RedisNode.StartAsync(_cluster.Options);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_servers_of_a_topic_are_told_what_is_published_while_nobody_listens_by_filters()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);

        await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        Assert.Equal(0, await ToldToAllAsync());

        var filtered = await _two.SubscribeFilterAsync("+/7");
        await _one.MustPublishAsync(Topic, "b");
        foreach (var topic in _ofAllMasters)
        {
            await _one.MustPublishAsync(topic, "b");
        }

        Assert.Equal([Topic, .. _ofAllMasters], (await filtered.LinesAsync(1 + _ofAllMasters.Length)).Select(static line => line.Split(' ')[0]).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        var told = await ToldToAllAsync();
        Assert.NotEqual(0, told);

        _two.UnsubscribeFilter(filtered);
        await Eventually.IsTrueAsync(async () => (await MarksAsync()).All(static marks => marks is "0"), "no server has a pattern");
        told = await ToldToAllAsync();
        await _one.MustPublishAsync(Topic, "c");
        await session.LinesAsync(3);
        Assert.Equal(told, await ToldToAllAsync());
    }

    [Fact]
    public async Task A_topic_whose_slot_moves_to_another_master_is_heard_there()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        var from = await _cluster.MasterOfAsync(Key);
        var to = _cluster.Servers.First(server => server != from);

        await _cluster.MoveAsync(Key, from, to);
        await _one.PublishUntilStoredAsync(Topic, "b");
        await Eventually.IsTrueAsync(async () => (await to.RunAsync("pubsub", "shardnumsub", Channel)).EndsWith("\n1", StringComparison.Ordinal), "it is heard there");
        await _one.PublishUntilStoredAsync(Topic, "c");

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b", $"{Topic} 3 c"], await session.LinesAsync(3));
    }

    [Fact]
    public async Task When_a_master_gets_its_first_slot_filters_are_told_and_hear_what_is_published_there()
    {
        // Not heard by its name, so that all depends on the filter
        await _one.MustPublishAsync(Topic, "a");
        var filtered = await _two.SubscribeFilterAsync("orders/#");
        var to = await _cluster.AddMasterAsync();

        await _cluster.MoveAsync(Key, await _cluster.MasterOfAsync(Key), to);
        await EndsAsync(filtered);
        await HearsByFilterAgainAsync();
    }

    [Fact]
    public async Task RD_11_When_the_master_of_a_topic_dies_it_is_heard_from_its_replica_and_filters_are_told()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        var filtered = await _two.SubscribeFilterAsync("orders/#");
        await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        await filtered.LinesAsync(1);
        var master = await _cluster.MasterOfAsync(Key);
        var replica = await _cluster.AddReplicaAsync(master);
        await master.RunAsync("wait", "1", "5000");

        await master.KillAsync();
        await _one.PublishUntilStoredAsync(Topic, "b");
        await EndsAsync(filtered);
        await Eventually.IsTrueAsync(async () => (await replica.RunAsync("pubsub", "shardnumsub", Channel)).EndsWith("\n1", StringComparison.Ordinal), "it is heard there");
        await _one.PublishUntilStoredAsync(Topic, "c");

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b", $"{Topic} 3 c"], await session.LinesAsync(3));
        await HearsByFilterAgainAsync();
    }

    // As long as something moves, filters may be refused or end once more
    private async Task HearsByFilterAgainAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        for (var hears = false; !hears;)
        {
            Assert.False(late.IsCancellationRequested, "Filters are refused for too long");
            var text = $"again{_again++}";
            if (await _two.TrySubscribeFilterAsync("orders/#") is { } filtered)
            {
                await _one.PublishUntilStoredAsync(Topic, text);
                await Eventually.IsTrueAsync(() => (hears = HasHeard(filtered, text)) || filtered.Told.OfType<SessionEvent.SubscriptionEnded>().Any(), "it is heard, or told that it is not");
            }
        }
    }

    private static bool HasHeard(AnswerProbe session, string text) => session.Lines.Any(line => line.EndsWith($" {text}", StringComparison.Ordinal));

    /// <summary>Waits until the subscription by a filter ends.</summary>
    private static async Task EndsAsync(AnswerProbe filtered)
    {
        var told = await filtered.NextAsync();
        Assert.True(told is SessionEvent.SubscriptionEnded { Code: ErrorCode.EngineUnavailable }, $"It was told {told}");
    }

    /// <summary>How many messages have gone over the cluster's bus to all servers.</summary>
    private async Task<long> ToldToAllAsync()
    {
        var infos = await Task.WhenAll(_cluster.Servers.Select(static server => server.RunAsync("cluster", "info")));
        return infos.SelectMany(static info => info.Split('\n')).Where(static line => line.StartsWith("cluster_stats_messages_publish_sent:", StringComparison.Ordinal))
            .Sum(static line => long.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private Task<string[]> MarksAsync() => Task.WhenAll(_cluster.Servers.Select(static server => server.RunAsync("pubsub", "numpat")));
}
