using WsBroker.Client.Connections;
using WsBroker.Client.Messages;
using WsBroker.Client.Subscriptions;

namespace WsBroker.Client.Tests.Subscriptions;

public sealed class SubscriptionTableTests
{
    private readonly SubscriptionTable _table = new();

    [Fact]
    public void A_message_goes_to_its_topic_and_to_each_filter_that_means_it()
    {
        var exact = Add("a/b", offset: 0);
        var wild = Add("a/+", offset: null);
        var other = Add("c/+", offset: null);

        _table.Deliver(Message(1), isOwn: false);

        Assert.Equal([1], Offsets(exact));
        Assert.Equal([1], Offsets(wild));
        Assert.Empty(Offsets(other));
    }

    [Fact]
    public void What_a_topic_missed_is_not_given_to_filters_that_had_it_before()
    {
        var wild = Add("a/+", offset: null);
        _table.Deliver(Message(1), isOwn: false);
        var exact = Add("a/b", offset: 1, recover: 0);

        _table.Deliver(Message(1), isOwn: false);
        _table.Deliver(Message(2), isOwn: false);

        Assert.Equal([1, 2], Offsets(exact));
        Assert.Equal([1, 2], Offsets(wild));
    }

    [Fact]
    public void What_comes_again_behind_what_a_topic_missed_is_for_the_filters()
    {
        var wild = Add("a/+", offset: null);
        var exact = Add("a/b", offset: 1, recover: 0);

        _table.Deliver(Message(1), isOwn: false);
        _table.Deliver(Message(1), isOwn: false);

        Assert.Equal([1], Offsets(exact));
        Assert.Equal([1], Offsets(wild));
    }

    [Fact]
    public void Nothing_is_given_to_a_subscription_that_does_not_stand()
    {
        var exact = Add("a/b", offset: 0);
        exact.Detach();

        _table.Deliver(Message(1), isOwn: false);

        Assert.Empty(Offsets(exact));
    }

    [Fact]
    public void A_topic_is_in_once_and_can_come_again_when_it_has_left()
    {
        var first = Add("a/b", offset: 0);

        Assert.False(_table.TryAdd(Make("a/b", recover: null)));
        _table.Remove(first);
        Assert.True(_table.TryAdd(Make("a/b", recover: null)));
    }

    private static WsBrokerMessage Message(long offset) =>
        new() { Topic = "a/b", Offset = offset, Kind = PayloadKind.Text, Payload = default };

    private static Subscription Make(string filter, long? recover) => new(
        filter,
        new SubscribeOptions { Recover = recover is { } since ? new TopicPosition("E", since) : null },
        new NoticeBuffer(new WsBrokerClientOptions(), new ReadGate()));

    private static List<long> Offsets(Subscription subscription)
    {
        var offsets = new List<long>();
        while (subscription.Buffer.Notices.TryRead(out var notice))
        {
            if (notice is Notice.Arrived arrived)
            {
                offsets.Add(arrived.Message.Offset);
            }
        }

        return offsets;
    }

    private Subscription Add(string filter, long? offset, long? recover = null)
    {
        var subscription = Make(filter, recover);
        Assert.True(_table.TryAdd(subscription));
        var position = offset is { } at ? new TopicPosition("E", at) : (TopicPosition?)null;
        subscription.Stand(new ServerEvent.Subscribed(1, filter, position, recover is null ? null : true));
        return subscription;
    }
}
