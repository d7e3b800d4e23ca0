using System.Diagnostics;
using System.Net;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Real Redis servers that die, freeze, refuse and forget under real nodes.</summary>
public sealed class WhatBefallsRedis : IAsyncLifetime
{
    private const string Topic = "orders/7";

    // A call, and what waits behind it
    private static readonly TimeSpan _longestAnswer = TimeSpan.FromSeconds(5);

    private RedisServer _server = null!;
    private RedisNode _one = null!;
    private RedisNode _two = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _one = await StartAsync();
        _two = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("everysec")]
    [InlineData("always")]
    public async Task RD_01_After_a_kill_and_a_restart_nothing_acknowledged_is_lost_and_subscribers_go_on_without_a_gap(string appendfsync)
    {
        await _server.RunAsync("config", "set", "appendfsync", appendfsync);
        var (session, _) = await _two.SubscribeAsync(Topic);
        var first = await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);

        await _server.KillAsync();
        Assert.Equal(ErrorCode.EngineUnavailable, await RefusalAsync());
        await _server.StartAgainAsync();
        var after = await _one.PublishUntilStoredAsync(Topic, "b");

        Assert.Equal(first with { Offset = 2 }, after);
        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b"], await session.LinesAsync(2));
    }

    [Theory]
    [InlineData("everysec")]
    [InlineData("always")]
    public async Task RD_01_Of_many_publications_none_that_is_in_its_log_goes_with_a_Redis_that_is_killed(string appendfsync)
    {
        await _server.RunAsync("config", "set", "appendfsync", appendfsync);
        string[] topics = [.. Enumerable.Range(0, 10).Select(static number => $"many/{number}")];
        var stored = await Task.WhenAll(topics.Select(topic => PublishManyAsync(topic, 50)));
        await Eventually.IsTrueAsync(
            async () => (await _server.RunAsync("info", "persistence")).Contains("aof_buffer_length:0", StringComparison.Ordinal), "all is in its log");

        await _server.KillAsync();
        await _server.StartAgainAsync();

        await _one.PublishUntilStoredAsync(Topic, "after");
        foreach (var (index, topic) in topics.Index())
        {
            await Eventually.IsTrueAsync(async () => await _two.AskHistoryAsync(topic) is SessionEvent.HistoryRead, "the other node is back, too");
            var kept = (await _two.ReadAsync(topic)).Publications;
            Assert.Equal(stored[index], kept.Select(static one => new TopicPosition(one.Epoch, one.Offset)));
        }
    }

    [Fact]
    public async Task RD_17_A_Redis_at_the_same_address_that_has_another_topic_of_that_name_is_not_taken_for_the_one_before()
    {
        await using var another = await RedisServer.StartAsync();
        var port = _server.Port;
        await using var way = new FaultProxy(() => new IPEndPoint(IPAddress.Loopback, port));
        await using var node = await RedisNode.StartAsync(Sample.Options(way) with { Patience = TimeSpan.FromMinutes(1) });
        await using var stranger = await RedisNode.StartAsync(another);
        var (session, _) = await node.SubscribeAsync(Topic);
        var first = await node.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        await stranger.MustPublishAsync(Topic, "not ours");
        await stranger.MustPublishAsync(Topic, "not ours either");

        port = another.Port;
        way.Cut();

        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync()).Code);
        Assert.Equal([$"{Topic} 1 a"], session.Lines);
        var (_, answer) = await node.SubscribeAsync(Topic, new StartAt.After(first));
        Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
    }

    [Fact]
    public async Task RD_02_RD_17_A_Redis_that_comes_back_empty_begins_a_new_epoch_and_nothing_is_passed_off_as_recovered()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        var first = await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);

        await _server.KillAsync();
        _server.DeleteData();
        await _server.StartAgainAsync();
        var after = await _one.PublishUntilStoredAsync(Topic, "b");

        Assert.NotEqual(first.Epoch, after.Epoch, StringComparer.Ordinal);
        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync()).Code);
        var (_, answer) = await _two.SubscribeAsync(Topic, new StartAt.After(first));
        Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
    }

    [Fact]
    public async Task RD_03_A_frozen_Redis_has_publications_refused_in_time_and_a_retry_with_a_key_is_stored_once()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        await _one.MustPublishAsync(Topic, "a");
        _server.Freeze();

        var began = Stopwatch.GetTimestamp();
        var first = Assert.IsType<SessionEvent.Refused>(await _one.PublishAsync(Topic, "b", key: "b"));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _longestAnswer);
        Assert.Equal(ErrorCode.EngineUnavailable, first.Code);

        _server.Thaw();
        await _one.PublishUntilStoredAsync(Topic, "b");
        await _one.PublishUntilStoredAsync(Topic, "c");

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b", $"{Topic} 3 c"], await session.LinesAsync(3));
    }

    [Fact]
    public async Task RD_04_RD_15_Who_listens_is_told_when_Redis_is_away_for_too_long_and_who_would_is_refused()
    {
        var options = Sample.Options(_server.Connection) with { Patience = TimeSpan.FromSeconds(1) };
        await using var node = await RedisNode.StartAsync(options);
        var (session, _) = await node.SubscribeAsync(Topic);

        await _server.KillAsync();

        Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync()).Code);
        var (_, refused) = await node.SubscribeAsync(Topic);
        Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.Refused>(refused).Code);
        Assert.False(node.Log.IsReady);
        await _server.StartAgainAsync();
        await Eventually.IsTrueAsync(() => node.Log.IsReady, "the node is ready again");
        var (_, stands) = await node.SubscribeAsync(Topic);
        Assert.IsType<SessionEvent.Subscribed>(stands);
    }

    [Fact]
    public async Task RD_07_Connections_for_channels_that_are_killed_again_and_again_cost_subscribers_nothing()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        for (var number = 1; number <= 20; number++)
        {
            await _server.RunAsync("client", "kill", "type", "pubsub");
            await _one.PublishUntilStoredAsync(Topic, $"p{number}");
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(static number => $"{Topic} {number} p{number}"), await session.LinesAsync(20), StringComparer.Ordinal);
    }

    [Fact]
    public async Task RD_07_Connections_for_calls_that_are_killed_lose_nothing_that_was_acknowledged()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        for (var number = 1; number <= 10; number++)
        {
            await _server.RunAsync("client", "kill", "type", "normal");
            await _one.PublishUntilStoredAsync(Topic, $"p{number}");
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(static number => $"{Topic} {number} p{number}"), await session.LinesAsync(10), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("config", "set", "maxmemory", "1")]
    [InlineData("config", "set", "min-replicas-to-write", "1")]
    [InlineData("replicaof", "127.0.0.1", "1")]
    public async Task RD_09_What_Redis_refuses_is_refused_and_never_acknowledged(params string[] command)
    {
        var first = await _one.MustPublishAsync(Topic, "a");
        await _server.RunAsync(command);

        Assert.Equal(ErrorCode.EngineUnavailable, await RefusalAsync());

        await _server.RunAsync("config", "set", "maxmemory", "0");
        await _server.RunAsync("config", "set", "min-replicas-to-write", "0");
        await _server.RunAsync("replicaof", "no", "one");
        var after = await _one.PublishUntilStoredAsync(Topic, "b");
        Assert.Equal(first with { Offset = 2 }, after);
    }

    [Fact]
    public async Task RD_09_A_flushed_script_cache_refuses_nothing()
    {
        await _one.MustPublishAsync(Topic, "a");
        await _server.RunAsync("script", "flush");

        Assert.Equal(2, (await _one.MustPublishAsync(Topic, "b")).Offset);
    }

    [Theory]
    [InlineData("flushall")]
    [InlineData("swapdb 0 1")]
    [InlineData($"del wsbroker:{{t:{Topic}}}:m")]
    [InlineData($"hdel wsbroker:{{t:{Topic}}}:m o")]
    public async Task RD_12_What_is_forgotten_under_subscribers_is_told_to_them(string command)
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        await _one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);
        await _server.RunAsync(command.Split(' '));

        Assert.Equal(1, (await _one.MustPublishAsync(Topic, "b")).Offset);

        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync()).Code);
    }

    [Fact]
    public async Task RD_19_A_Redis_that_is_busy_with_a_script_is_not_waited_for()
    {
        await _one.MustPublishAsync(Topic, "a");
        var busy = _server.RunAsync("eval", "local t = redis.call('TIME')[1] + 3; while redis.call('TIME')[1] + 0 < t do end", "0");

        var began = Stopwatch.GetTimestamp();
        await _one.PublishAsync(Topic, "b");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _longestAnswer);

        await busy;
        await _one.PublishUntilStoredAsync(Topic, "c");
    }

    [Fact]
    public async Task DR_09_A_message_that_a_channel_has_lost_is_found_though_none_follows()
    {
        var (session, _) = await _two.SubscribeAsync(Topic);
        await _server.RunAsync("client", "kill", "type", "pubsub");
        await _one.MustPublishAsync(Topic, "a");

        Assert.Equal([$"{Topic} 1 a"], await session.LinesAsync(1));
    }

    private async Task<TopicPosition[]> PublishManyAsync(string topic, int count)
    {
        var places = new TopicPosition[count];
        for (var index = 0; index < count; index++)
        {
            places[index] = await _one.PublishUntilStoredAsync(topic, $"p{index}");
        }

        return places;
    }

    private Task<RedisNode> StartAsync() => RedisNode.StartAsync(_server);

    private async Task<ErrorCode> RefusalAsync() => Assert.IsType<SessionEvent.Refused>(await _one.PublishAsync(Topic, "refused")).Code;
}
