using System.Globalization;
using WsBroker.Actors;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests;

/// <summary>What is left in Redis of topics that nobody uses any more: no channel, and keys that end by themselves.</summary>
public sealed class WhatIsLeft : IAsyncLifetime
{
    private const string Topic = "rooms/7";
    private const string Channel = "wsbroker:{t:rooms/7}:c";
    private const int ForEver = -1;

    private readonly VirtualTime _time = new();
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task AP_07_Who_comes_and_goes_leaves_no_channel_and_no_pattern_in_Redis()
    {
        await using var node = await RedisNode.StartAsync(Sample.Options(_server.Connection), time: _time);
        var (named, _) = await node.SubscribeAsync(Topic);
        var filtered = await node.SubscribeFilterAsync("rooms/+");
        Assert.Equal(("1", "1"), (await HearersAsync(), await _server.RunAsync("pubsub", "numpat")));

        node.Unsubscribe(Topic, named);
        node.UnsubscribeFilter(filtered);
        for (var round = 0; round < 100; round++)
        {
            node.Unsubscribe($"rooms/{round}/x", (await node.SubscribeAsync($"rooms/{round}/x")).Session);
        }

        await AreGoneAsync();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1500)]
    public async Task AP_15_A_client_that_goes_while_a_slow_Redis_is_to_answer_its_subscription_leaves_no_channel(int delay)
    {
        await using var proxy = new FaultProxy(_server.Port);
        await using var node = await RedisNode.StartAsync(Sample.Options(proxy), time: _time);
        proxy.OnWayOut = new Fault { Delay = TimeSpan.FromMilliseconds(delay) };

        var session = node.SubscribeLater(Topic);
        await Eventually.IsTrueAsync(async () => await HearersAsync() is "1", "the subscription has come to Redis");
        var isAnswered = session.Told.Count > 0;
        node.Unsubscribe(Topic, session);
        proxy.Heal();

        Assert.False(isAnswered);
        await AreGoneAsync();
        var back = await node.SubscribeUntilItStandsAsync(Topic);
        await node.PublishUntilStoredAsync(Topic, "after");
        Assert.Equal([$"{Topic} 1 after"], await back.LinesAsync(1));
        Assert.Empty(session.Lines);
    }

    [Fact]
    public async Task AP_15_A_client_that_goes_while_its_subscription_is_on_its_way_to_a_slow_Redis_is_not_there()
    {
        await using var proxy = new FaultProxy(_server.Port);
        await using var one = await ClusterNode.StartAsync(_server);
        await using var two = await ClusterNode.StartAsync(Sample.Options(proxy));
        await one.KnowsAsync(2);
        proxy.OnWayOut = new Fault { Delay = TimeSpan.FromMilliseconds(300) };

        var gone = two.SubscribeLater(Topic, 2);
        await Eventually.IsTrueAsync(async () => await HearersAsync() is "1", "the subscription has come to Redis");
        two.Unsubscribe(Topic, gone);

        // What a node says of who is there it says in its order: the first would be there before the second is
        await two.SubscribeAsync(Topic, 3);
        proxy.Heal();
        await one.HasPresentAsync(Topic, 3);
    }

    [Theory]
    [InlineData(600, 300)]
    [InlineData(120, 900)]
    public async Task AP_08_All_that_Redis_keeps_of_a_topic_ends_by_itself_when_the_rule_says_so(int historyAge, int keyAge)
    {
        var settings = new TopicSettings { HistoryAge = TimeSpan.FromSeconds(historyAge), KeyAge = TimeSpan.FromSeconds(keyAge) };
        await using var node = await RedisNode.StartAsync(_server, settings);

        await node.MustPublishAsync(Topic, "a", key: "once");
        await node.ReadAsync("rooms/never");

        var epochAge = (24 * 60 * 60) + Math.Max(historyAge, keyAge);
        Assert.Equal([(":k:once", keyAge), (":m", epochAge), (":s", historyAge)], await LivesAsync(Topic));
        Assert.Equal([(":m", epochAge)], await LivesAsync("rooms/never"));
    }

    [Fact]
    public async Task What_a_topic_retains_and_its_place_stay_for_ever()
    {
        await using var node = await RedisNode.StartAsync(_server, new TopicSettings { Retain = true });

        await node.MustPublishAsync(Topic, "a");

        Assert.Equal([(":m", ForEver), (":r", ForEver), (":s", 3600)], await LivesAsync(Topic));
    }

    /// <summary>How many nodes hear the topic.</summary>
    private async Task<string> HearersAsync() => (await _server.RunAsync("pubsub", "numsub", Channel)).Split('\n')[^1];

    /// <summary>Waits until no topic is heard. Each is kept open for half a minute, in case somebody comes back.</summary>
    private Task AreGoneAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return (await _server.RunAsync("pubsub", "channels", "*rooms*")).Length == 0 && await _server.RunAsync("pubsub", "numpat") is "0";
        },
        "nothing is heard any more");

    /// <summary>The keys of a topic, and how many seconds they have left, in whole minutes.</summary>
    private async Task<List<(string Kind, int Seconds)>> LivesAsync(string topic)
    {
        var lives = new List<(string Kind, int Seconds)>();
        foreach (var key in (await _server.RunAsync("keys", $"*{topic}*")).Split('\n').Order(StringComparer.Ordinal))
        {
            var left = long.Parse(await _server.RunAsync("pttl", key), CultureInfo.InvariantCulture);
            lives.Add((key[(key.IndexOf('}', StringComparison.Ordinal) + 1)..], left < 0 ? ForEver : 60 * (int)Math.Ceiling(left / 60_000.0)));
        }

        return lives;
    }
}
