using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Engines;

/// <summary>A topic with a store: nothing is seen of a publication before it is stored.</summary>
public sealed class AppendsTests : IDisposable
{
    private readonly ManualStore _store = new();
    private readonly TopicRun _topic;

    public AppendsTests() => _topic = new TopicRun(new TopicOptions
    {
        Store = _store,
        Rules = new TopicRules { Otherwise = new TopicSettings { Durability = Durability.Disk, HistoryAge = TimeSpan.FromMinutes(30) } },
    });

    public void Dispose() => _topic.Dispose();

    [Fact]
    public void What_comes_before_the_store_has_opened_the_topic_waits_in_order()
    {
        var subscriber = _topic.Subscribe();
        _topic.Publish("a");
        Assert.Empty(subscriber.Told);

        Open();
        Store(1);

        Assert.Equal(["t 1 a"], PlainForm.Read(subscriber.Told));
    }

    [Fact]
    public void A_publication_is_acknowledged_delivered_and_read_once_it_is_stored_and_not_before()
    {
        Open();
        var subscriber = _topic.Subscribe();
        _topic.Publish("a", request: 1);
        _topic.Publish("b", request: 2);
        Assert.Empty(_topic.Publisher.Told);
        Assert.Empty(PlainForm.Read(subscriber.Told));
        Assert.Empty(_topic.History());

        Store(2);

        Assert.Equal(["t 1 a", "t 2 b"], PlainForm.Read(subscriber.Told));
        Assert.Equal([1, 2], _topic.Publisher.Of<SessionEvent.Published>().Select(static ack => ack.Offset));
        Assert.Equal(2, _topic.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        Assert.Equal([1, 2], _topic.History());
    }

    [Fact]
    public void AD_04_A_repeated_key_waits_for_the_first_that_is_not_stored_yet_and_gets_its_offset()
    {
        Open();
        _topic.Publish("a", request: 1, key: "k");
        _topic.Publish("b", request: 2);
        _topic.Publish("a", request: 3, key: "k");

        Store(2);

        var acks = _topic.Publisher.Of<SessionEvent.Published>();
        Assert.Equal([(1, 1L, false), (2, 2L, false), (3, 1L, true)], acks.Select(static ack => (Sample.NumberOf(ack.Request), ack.Offset, ack.IsDuplicate)));
        Assert.Equal([1, 2], _topic.History());
    }

    [Fact]
    public void What_is_not_stored_is_refused_with_all_behind_it_and_its_offset_is_used_by_what_comes_next()
    {
        Open();
        _topic.Publish("a", request: 1);
        Store(1);
        _topic.Publish("b", request: 2);
        _topic.Publish("c", request: 3);

        _store.Fail(ErrorCode.Busy);
        _topic.Dispatcher.RunUntilIdle();
        _topic.Publish("d", request: 4);
        Store(1);

        Assert.Equal([(2, ErrorCode.Busy), (3, ErrorCode.Busy)], _topic.Publisher.Of<SessionEvent.Refused>().Select(static no => (Sample.NumberOf(no.Request), no.Code)));
        Assert.Equal([(1, 1L), (4, 2L)], _topic.Publisher.Of<SessionEvent.Published>().Select(static ack => (Sample.NumberOf(ack.Request), ack.Offset)));
        Assert.Equal(4, _topic.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
    }

    [Fact]
    public void A_refusal_of_what_was_taken_back_already_does_not_touch_what_came_since()
    {
        Open();
        _topic.Publish("a", request: 1);
        _topic.Publish("b", request: 2);
        var late = new Queue<TopicMessage>();
        _store.Fail(ErrorCode.Busy);
        _topic.Dispatcher.RunUntilIdle();
        late.Enqueue(new TopicMessage.NotStored(Sample.Topic("t"), Sample.Publication(2, "b"), ErrorCode.Busy));

        _topic.Publish("c", request: 3);
        _topic.Tell(late.Dequeue());
        Store(1);

        Assert.Equal([(3, 1L)], _topic.Publisher.Of<SessionEvent.Published>().Select(static ack => (Sample.NumberOf(ack.Request), ack.Offset)));
    }

    [Fact]
    public void A_restart_restores_epoch_offsets_history_and_keys()
    {
        Open();
        _topic.Publish("a", request: 1, key: "k");
        _topic.Publish("b", request: 2);
        Store(2);
        var before = _topic.Publisher.Of<SessionEvent.Published>()[0];

        _topic.Restart();
        Open();
        _topic.Publish("a", request: 3, key: "k");
        var subscriber = _topic.Subscribe(new StartAt.After(new TopicPosition(before.Epoch, 1)));

        Assert.True(Assert.Single(subscriber.Of<SessionEvent.Subscribed>()).Recovered);
        Assert.Equal(["t 2 b"], PlainForm.Read(subscriber.Told));
        Assert.Equal((before.Epoch, 1L, true), (
            _topic.Publisher.Of<SessionEvent.Published>()[^1].Epoch,
            _topic.Publisher.Of<SessionEvent.Published>()[^1].Offset,
            _topic.Publisher.Of<SessionEvent.Published>()[^1].IsDuplicate));
    }

    [Fact]
    public void DR_16_The_last_offset_is_one_that_JavaScript_can_count_to_and_none_is_used_twice()
    {
        const long Last = TopicPosition.MaxOffset;
        _store.Found = new StoredTopic(new TopicPosition("e", Last - 1), []);
        Open();

        _topic.Publish("a", request: 1);
        Store(1);
        _topic.Publish("b", request: 2);

        Assert.Equal(9_007_199_254_740_991, Assert.Single(_topic.Publisher.Of<SessionEvent.Published>()).Offset);
        var refused = Assert.Single(_topic.Publisher.Of<SessionEvent.Refused>());
        Assert.Equal((2, ErrorCode.NoOffsetsLeft), (Sample.NumberOf(refused.Request), refused.Code));
    }

    [Fact]
    public void What_waits_when_the_topic_ends_is_refused_with_its_credit_back()
    {
        Open();
        _topic.Publish("a");

        _topic.Restart();

        Assert.Equal(ErrorCode.TopicRestarted, Assert.Single(_topic.Publisher.Of<SessionEvent.Refused>()).Code);
        Assert.Single(_topic.Publisher.Of<SessionEvent.CreditReturned>());
    }

    [Fact]
    public void A_topic_that_cannot_be_opened_refuses_what_waits_for_it()
    {
        _topic.Publish("a");

        _store.FailToOpen(new TopicMessage.NotOpened(Sample.Topic("t"), ErrorCode.TopicFailed));
        _topic.Dispatcher.RunUntilIdle();

        Assert.Equal(ErrorCode.TopicFailed, Assert.Single(_topic.Publisher.Of<SessionEvent.Refused>()).Code);
    }

    [Fact]
    public void What_has_reached_its_age_is_not_needed_in_the_store_any_more()
    {
        Open();
        _topic.Publish("a");
        Store(1);
        _topic.Advance(TimeSpan.FromMinutes(10));
        _topic.Publish("b");
        Store(1);
        _topic.Advance(TimeSpan.FromMinutes(21));

        Assert.Equal(2, _store.Trimmed);
        Assert.False(_topic.IsIdle);
        _topic.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(3, _store.Trimmed);
        Assert.True(_topic.IsIdle);
    }

    [Fact]
    public void What_the_history_lets_go_is_not_needed_in_the_store_any_more()
    {
        Open();
        for (var count = 1; count <= 103; count++)
        {
            _topic.Publish("a");
            Store(1);
        }

        Assert.Equal(4, _store.Trimmed);
    }

    [Fact]
    public void What_waits_for_the_store_when_all_before_it_reaches_its_age_is_still_needed()
    {
        Open();
        _topic.Publish("a");
        Store(1);
        _topic.Advance(TimeSpan.FromMinutes(29));
        _topic.Publish("b");
        _topic.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(2, _store.Trimmed);
    }

    [Fact]
    public void A_topic_that_waits_for_the_store_is_not_idle()
    {
        Open();
        _topic.Publish("a");

        Assert.False(_topic.IsIdle);
    }

    private void Open()
    {
        _store.OpenAll();
        _topic.Dispatcher.RunUntilIdle();
    }

    private void Store(int count)
    {
        _store.Store(count);
        _topic.Dispatcher.RunUntilIdle();
    }
}
