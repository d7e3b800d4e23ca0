using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>What a topic remembers, in virtual time.</summary>
public sealed class TopicLogTests
{
    [Fact]
    public void The_retained_publication_is_the_first_that_a_new_subscriber_gets_by_name_or_filter_however_old_it_is()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Retain = true }));
        topic.Publish("a");
        topic.Publish("b");
        topic.Advance(TimeSpan.FromDays(2));

        var byName = topic.Subscribe();
        var byLast = topic.Subscribe(new StartAt.Last(5));
        var byFilter = topic.Join();
        topic.Publish("c");

        Assert.All([byName, byLast, byFilter], static one => Assert.Equal(["t 2 b", "t 3 c"], PlainForm.Read(one.Told)));
        Assert.Empty(topic.ReadHistory(new HistoryPart.Before(3, 10)).OfType<SessionEvent.HistoryRead>().Single().Publications);
    }

    [Fact]
    public void A_session_that_comes_by_name_and_by_filters_gets_the_retained_publication_once()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Retain = true }));
        topic.Publish("a");

        var session = topic.Subscribe();
        topic.Join(session);
        var other = topic.Join();
        topic.Join(other);
        topic.Subscribe(session: other);
        topic.Publish("b");

        Assert.All([session, other], static one => Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(one.Told)));
    }

    [Fact]
    public void Who_recovers_gets_what_was_missed_and_not_the_retained_one_again()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Retain = true }));
        topic.Publish("a");
        topic.Publish("b");

        var missedOne = topic.Subscribe(new StartAt.After(new TopicPosition("e1", 1)));
        var missedNone = topic.Subscribe(new StartAt.After(new TopicPosition("e1", 2)));
        var lost = topic.Subscribe(new StartAt.After(new TopicPosition("other", 1)));

        Assert.Equal(["t 2 b"], PlainForm.Read(missedOne.Told));
        Assert.Empty(PlainForm.Read(missedNone.Told));
        Assert.False(lost.Of<SessionEvent.Subscribed>()[0].Recovered);
        Assert.Equal(["t 2 b"], PlainForm.Read(lost.Told));
    }

    [Fact]
    public void An_empty_publication_removes_the_retained_one_and_the_topic_can_be_let_go()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Retain = true, MaxHistoryCount = 0 }));
        topic.Publish("a");
        Assert.False(topic.IsIdle);

        topic.Publish("");

        Assert.True(topic.IsIdle);
        Assert.Empty(PlainForm.Read(topic.Subscribe().Told));
    }

    [Fact]
    public void AD_04_A_key_is_known_for_its_age_in_or_out_of_the_history()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { MaxHistoryCount = 1, KeyAge = TimeSpan.FromMinutes(5) }));
        topic.Publish("a", request: 1, key: "k");
        topic.Publish("b", request: 2);
        topic.Advance(TimeSpan.FromMinutes(4));

        topic.Publish("a", request: 3, key: "k");
        topic.Advance(TimeSpan.FromMinutes(2));
        topic.Publish("a", request: 4, key: "k");

        Assert.Equal(
            [(1, 1L, false), (2, 2L, false), (3, 1L, true), (4, 3L, false)],
            topic.Publisher.Of<SessionEvent.Published>().Select(static ack => (Sample.NumberOf(ack.Request), ack.Offset, ack.IsDuplicate)));
    }

    [Fact]
    public void DR_19_A_repeated_publication_takes_no_offset_and_goes_to_nobody()
    {
        using var topic = new TopicRun();
        var subscriber = topic.Subscribe();

        topic.Publish("a", key: "k");
        topic.Publish("a", key: "k");
        topic.Publish("b");

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(subscriber.Told));
    }

    [Fact]
    public void A_key_keeps_the_topic_and_its_timer_though_nothing_else_is_remembered()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { MaxHistoryCount = 0, KeyAge = TimeSpan.FromMinutes(5) }));
        topic.Publish("a", key: "k");
        Assert.False(topic.IsIdle);

        topic.Advance(TimeSpan.FromMinutes(6));

        Assert.True(topic.IsIdle);
    }

    [Fact]
    public void A_key_is_forgotten_in_time_though_the_history_that_began_before_it_lives_longer()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromHours(1), KeyAge = TimeSpan.FromMinutes(1) }));
        topic.Publish("a");
        topic.Publish("b", key: "k");
        topic.Advance(TimeSpan.FromMinutes(2));

        topic.Publish("b", request: 7, key: "k");

        Assert.Equal(3, topic.Publisher.Of<SessionEvent.Published>()[^1].Offset);
        topic.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([3], topic.History());
    }

    [Theory]
    [InlineData(3, 0, false)]
    [InlineData(3, 1, true)]
    [InlineData(3, 3, true)]
    public void DR_05_DR_06_Recovery_reaches_back_exactly_as_far_as_the_history(int count, long since, bool recovered)
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { MaxHistoryCount = count - 1 }));
        for (var n = 1; n <= count; n++)
        {
            topic.Publish($"{n}");
        }

        var subscriber = topic.Subscribe(new StartAt.After(new TopicPosition("e1", since)));

        Assert.Equal(recovered, subscriber.Of<SessionEvent.Subscribed>()[0].Recovered);
        Assert.Equal(recovered ? count - since : 0, PlainForm.Read(subscriber.Told).Length);
    }

    [Fact]
    public void DR_11_What_is_too_much_to_be_told_at_once_is_not_recovered_in_part()
    {
        using var topic = new TopicRun(new TopicOptions { MaxRecoveryBytes = 3000 });
        for (var n = 0; n < 5; n++)
        {
            topic.Publish(new string('x', 1000));
        }

        var much = topic.Subscribe(new StartAt.After(new TopicPosition("e1", 2)));
        var little = topic.Subscribe(new StartAt.After(new TopicPosition("e1", 3)));

        Assert.False(much.Of<SessionEvent.Subscribed>()[0].Recovered);
        Assert.Empty(PlainForm.Read(much.Told));
        Assert.True(little.Of<SessionEvent.Subscribed>()[0].Recovered);
        Assert.Equal(2, PlainForm.Read(little.Told).Length);
    }

    [Fact]
    public void Pages_go_forwards_and_backwards()
    {
        using var topic = new TopicRun();
        for (var n = 1; n <= 9; n++)
        {
            topic.Publish($"{n}");
        }

        Assert.Equal([3, 4, 5], Page(topic, new HistoryPart.After(2, 3)));
        Assert.Equal([4, 5, 6], Page(topic, new HistoryPart.Before(7, 3)));
        Assert.Equal([8, 9], Page(topic, new HistoryPart.Newest(2)));
        Assert.Equal([], Page(topic, new HistoryPart.Before(1, 2)));
        Assert.Equal([], Page(topic, new HistoryPart.After(9, 2)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3600)]
    [InlineData(-86400)]
    [InlineData(86400 * 400)]
    public void DR_17_What_is_done_to_the_time_of_day_makes_nothing_older_or_younger(int seconds)
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromMinutes(10), KeyAge = TimeSpan.FromMinutes(10) }));
        topic.Publish("a", key: "k");
        topic.Advance(TimeSpan.FromMinutes(5));

        topic.Dispatcher.Time.JumpUtc(TimeSpan.FromSeconds(seconds));
        topic.Publish("b");
        topic.Advance(TimeSpan.FromMinutes(4));
        topic.Publish("a", key: "k");

        Assert.True(topic.Publisher.Of<SessionEvent.Published>()[^1].IsDuplicate);
        Assert.Equal([1, 2], topic.History());
        topic.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([2], topic.History());
        topic.Advance(TimeSpan.FromMinutes(5));
        Assert.True(topic.IsIdle);
    }

    private static long[] Page(TopicRun topic, HistoryPart range) =>
        [.. topic.ReadHistory(range).OfType<SessionEvent.HistoryRead>().Single().Publications.Select(static one => one.Offset)];
}
