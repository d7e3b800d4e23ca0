using System.Globalization;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Tests;

/// <summary>Two nodes and a real Redis, all well.</summary>
public sealed class RedisSharedLogTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private readonly string _topic = redis.NextTopic();

    [Fact]
    public async Task What_one_node_publishes_is_heard_on_both_in_one_order()
    {
        var (here, _) = await redis.One.SubscribeAsync(_topic);
        var (there, _) = await redis.Two.SubscribeAsync(_topic);

        var first = await redis.One.MustPublishAsync(_topic, "a");
        var second = await redis.Two.MustPublishAsync(_topic, "b");

        Assert.Equal((1, 2, true), (first.Offset, second.Offset, string.Equals(first.Epoch, second.Epoch, StringComparison.Ordinal)));
        Assert.Equal([$"{_topic} 1 a", $"{_topic} 2 b"], await here.LinesAsync(2));
        Assert.Equal([$"{_topic} 1 a", $"{_topic} 2 b"], await there.LinesAsync(2));
    }

    [Fact]
    public async Task DR_01_Many_publications_of_both_nodes_are_acknowledged_once_and_heard_once_in_the_same_order()
    {
        const int Each = 3000;
        var (here, _) = await redis.One.SubscribeAsync(_topic);
        var (there, _) = await redis.Two.SubscribeAsync(_topic);
        var publisher = new AnswerProbe();

        for (var number = 0; number < Each; number++)
        {
            redis.One.PublishLater(_topic, $"one{number}", publisher);
            redis.Two.PublishLater(_topic, $"two{number}", publisher);
        }

        var lines = await here.LinesAsync(2 * Each);
        Assert.Equal(lines, await there.LinesAsync(2 * Each));
        Assert.Equal(Enumerable.Range(1, 2 * Each), lines.Select(static line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)));
        await Eventually.IsTrueAsync(() => publisher.Told.OfType<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands) == 2 * Each, "all credit is back");
        Assert.Equal(2 * Each, publisher.Told.OfType<SessionEvent.Published>().Select(static ack => ack.Offset).Distinct().Count());
    }

    [Fact]
    public async Task A_client_recovers_on_another_node()
    {
        var position = await redis.One.MustPublishAsync(_topic, "a");
        await redis.One.MustPublishAsync(_topic, "b");

        var (session, answer) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position));

        Assert.True(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
        Assert.Equal([$"{_topic} 2 b"], await session.LinesAsync(1));
    }

    [Fact]
    public async Task DR_05_History_is_bounded_and_what_has_gone_from_it_cannot_be_recovered()
    {
        var publisher = new AnswerProbe();
        var position = await redis.One.MustPublishAsync(_topic, "0");
        for (var number = 1; number <= 1000; number++)
        {
            redis.One.PublishLater(_topic, $"{number}", publisher);
        }

        await Eventually.IsTrueAsync(() => publisher.Told.OfType<SessionEvent.Published>().Count() == 1000, "all are stored");
        var history = await redis.Two.ReadAsync(_topic);
        var (_, answer) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position));
        var (_, atEdge) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position with { Offset = 901 }));
        var (_, beyond) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position with { Offset = 900 }));

        Assert.Equal((100, 902L, 1001L), (history.Publications.Count, history.Publications[0].Offset, history.Position.Offset));
        Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
        Assert.True(Assert.IsType<SessionEvent.Subscribed>(atEdge).Recovered);
        Assert.False(Assert.IsType<SessionEvent.Subscribed>(beyond).Recovered);
        Assert.InRange(long.Parse(await redis.Server.RunAsync("xlen", $"wsbroker:{{t:{_topic}}}:s"), CultureInfo.InvariantCulture), 100, 164);
    }

    [Fact]
    public async Task DR_13_AD_04_A_repeated_key_is_stored_once_whichever_node_it_comes_to()
    {
        var first = await redis.One.MustPublishAsync(_topic, "a", key: "k");
        var again = Assert.IsType<SessionEvent.Published>(await redis.Two.PublishAsync(_topic, "a", key: "k"));
        var other = await redis.Two.MustPublishAsync(_topic, "b", key: "l");

        Assert.Equal((first.Offset, true), (again.Offset, again.IsDuplicate));
        Assert.Equal(2, other.Offset);
    }

    [Fact]
    public async Task DR_07_Where_everything_is_deleted_a_new_epoch_begins_and_nothing_is_recovered()
    {
        var position = await redis.One.MustPublishAsync(_topic, "a");
        await redis.One.MustPublishAsync(_topic, "b");
        await redis.Server.RunAsync("del", $"wsbroker:{{t:{_topic}}}:m", $"wsbroker:{{t:{_topic}}}:s");

        var after = await redis.One.MustPublishAsync(_topic, "c");
        var (_, answer) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position));

        Assert.Equal(1, after.Offset);
        Assert.NotEqual(position.Epoch, after.Epoch, StringComparer.Ordinal);
        Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
    }

    [Theory]
    [InlineData("m")]
    [InlineData("s")]
    public async Task DR_08_Where_only_a_part_is_deleted_nothing_is_passed_off_as_recovered(string key)
    {
        var position = await redis.One.MustPublishAsync(_topic, "a");
        await redis.One.MustPublishAsync(_topic, "b");
        await redis.Server.RunAsync("del", $"wsbroker:{{t:{_topic}}}:{key}");

        var (_, answer) = await redis.Two.SubscribeAsync(_topic, new StartAt.After(position));

        Assert.False(Assert.IsType<SessionEvent.Subscribed>(answer).Recovered);
    }

    [Fact]
    public async Task DR_07_An_epoch_that_ends_under_subscribers_is_told_to_them()
    {
        var (session, _) = await redis.Two.SubscribeAsync(_topic);
        await redis.One.MustPublishAsync(_topic, "a");
        await session.LinesAsync(1);

        var reply = new TestKit.ActorProbe<bool?>();
        redis.One.Topics.Tell(new TopicsMessage.ForgetTopic(Sample.Topic(_topic), reply));

        Assert.Equal(ErrorCode.TopicRestarted, Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync()).Code);
        Assert.True(Assert.Single(reply.Told));
        Assert.Empty((await redis.Two.ReadAsync(_topic)).Publications);
    }

    [Theory]
    [InlineData("line\u00e9/{hash}tag")]
    [InlineData("*?[a]\\^")]
    [InlineData("a}b:m")]
    [InlineData("quote\"'`$(x)/%7D")]
    [InlineData("return redis.call('FLUSHALL')")]
    public async Task AZ_05_No_name_of_a_topic_means_anything_to_Redis(string name)
    {
        var topic = $"{_topic}/{name}";
        var (session, _) = await redis.Two.SubscribeAsync(topic);
        var filtered = await redis.Two.SubscribeFilterAsync($"{_topic}/#");

        await redis.One.MustPublishAsync(topic, "x");

        Assert.Equal([$"{topic} 1 x"], await session.LinesAsync(1));
        Assert.Equal([$"{topic} 1 x"], await filtered.LinesAsync(1));
    }

    [Fact]
    public async Task A_filter_hears_topics_that_begin_on_another_node_from_their_first_publication_on()
    {
        var session = await redis.Two.SubscribeFilterAsync($"{_topic}/+/x");
        for (var number = 0; number < 5; number++)
        {
            await redis.One.MustPublishAsync($"{_topic}/{number}/x", "a");
            await redis.One.MustPublishAsync($"{_topic}/{number}/y", "no");
            await redis.One.MustPublishAsync($"{_topic}/{number}/x", "b");
        }

        string[] expected = [.. Enumerable.Range(0, 5).SelectMany(number => (string[])[$"{_topic}/{number}/x 1 a", $"{_topic}/{number}/x 2 b"])];
        Assert.Equal(expected, (await session.LinesAsync(10)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task RD_11_A_log_that_has_less_than_a_node_has_seen_begins_a_new_epoch()
    {
        var (session, _) = await redis.Two.SubscribeAsync(_topic);
        await redis.One.MustPublishAsync(_topic, "a");
        var lost = await redis.One.MustPublishAsync(_topic, "b");
        await session.LinesAsync(2);
        await redis.Server.RunAsync("hset", $"wsbroker:{{t:{_topic}}}:m", "o", "1");
        await redis.Server.RunAsync("xdel", $"wsbroker:{{t:{_topic}}}:s", "2-0");

        var after = await redis.One.MustPublishAsync(_topic, "c");

        Assert.Equal((1, false), (after.Offset, string.Equals(lost.Epoch, after.Epoch, StringComparison.Ordinal)));
        Assert.IsType<SessionEvent.SubscriptionEnded>(await session.NextAsync());
    }

    [Fact]
    public async Task ND_02_A_node_that_comes_later_goes_on_in_the_same_epoch()
    {
        var before = await redis.One.MustPublishAsync(_topic, "a");
        await using var later = await RedisNode.StartAsync(redis.Server);

        var after = await later.MustPublishAsync(_topic, "b");

        Assert.Equal(before with { Offset = 2 }, after);
    }

    [Fact]
    public async Task The_retained_publication_is_what_a_subscriber_gets_first_on_any_node_until_an_empty_one_takes_it_away()
    {
        var settings = new TopicSettings { Retain = true, MaxHistoryCount = 0 };
        await using var one = await RedisNode.StartAsync(redis.Server, settings);
        await using var two = await RedisNode.StartAsync(redis.Server, settings);
        await one.MustPublishAsync(_topic, "old");
        await one.MustPublishAsync(_topic, "new");

        var (session, _) = await two.SubscribeAsync(_topic);
        Assert.Equal([$"{_topic} 2 new"], await session.LinesAsync(1));

        await one.MustPublishAsync($"{_topic}", "");
        Assert.Equal("0", await redis.Server.RunAsync("exists", $"wsbroker:{{t:{_topic}}}:r"));
    }

    [Fact]
    public async Task AZ_13_What_cannot_be_understood_on_a_channel_is_dropped_and_all_else_goes_on()
    {
        var (session, _) = await redis.Two.SubscribeAsync(_topic);
        var channel = redis.One.Connections.Names.Channel(Sample.Topic(_topic));
        byte[][] poisons = [[], [1], [2, 0, 1], [1, 0xFF, 0xFF], [.. Enumerable.Repeat<byte>(1, 200)], "{\"$type\":\"System.Object\"}"u8.ToArray(), new byte[10 << 20]];
        foreach (var poison in poisons)
        {
            await redis.One.Connections.First.CallAsync(one => one.PublishAsync(channel, poison));
        }

        await redis.One.MustPublishAsync(_topic, "a");

        Assert.Equal([$"{_topic} 1 a"], await session.LinesAsync(1));
    }

    [Fact]
    public async Task RD_12_A_key_of_ours_that_holds_something_else_refuses_and_leaves_the_node_alone()
    {
        await redis.Server.RunAsync("set", $"wsbroker:{{t:{_topic}}}:m", "x");

        var refused = Assert.IsType<SessionEvent.Refused>(await redis.One.PublishAsync(_topic, "a"));
        var (_, answer) = await redis.One.SubscribeAsync(_topic);

        Assert.Equal(ErrorCode.EngineUnavailable, refused.Code);
        Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.Refused>(answer).Code);
        await redis.One.MustPublishAsync($"{_topic}/other", "a");
    }

    [Fact]
    public async Task DR_16_The_last_offset_is_one_that_JavaScript_can_count_to()
    {
        await redis.One.MustPublishAsync(_topic, "a");
        await redis.Server.RunAsync("hset", $"wsbroker:{{t:{_topic}}}:m", "o", $"{TopicPosition.MaxOffset - 1}");

        Assert.Equal(TopicPosition.MaxOffset, (await redis.Two.MustPublishAsync(_topic, "b")).Offset);
        Assert.Equal(ErrorCode.NoOffsetsLeft, Assert.IsType<SessionEvent.Refused>(await redis.Two.PublishAsync(_topic, "c")).Code);
    }
}
