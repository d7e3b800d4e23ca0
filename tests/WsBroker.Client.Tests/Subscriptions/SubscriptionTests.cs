using System.Text;
using WsBroker.Client.Connections;
using WsBroker.Client.Messages;
using WsBroker.Client.Subscriptions;

namespace WsBroker.Client.Tests.Subscriptions;

/// <summary>Where a subscription stands after each answer, and what it says is missing.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public void Begins_after_the_place_that_it_is_to_recover_from()
    {
        var subscription = Make(new SubscribeOptions { Recover = new TopicPosition("E", 41) });

        Assert.Contains("""{"epoch":"E","offset":41}""", Request(subscription), StringComparison.Ordinal);
        Stand(subscription, "E", 43, recovered: true);
        Assert.False(Take(subscription, 41));
        Assert.True(Take(subscription, 42));
        Assert.Empty(Gaps(subscription));
    }

    [Theory]
    [InlineData("E", 60, 42, 60, GapReason.HistoryTooShort)]
    [InlineData("F", 60, null, null, GapReason.NewEpoch)]
    [InlineData("E", 12, null, null, GapReason.NewEpoch)]
    public void Tells_what_it_could_not_recover(string epoch, int offset, int? from, int? to, GapReason reason)
    {
        var subscription = Make(new SubscribeOptions { Recover = new TopicPosition("E", 41) });

        Stand(subscription, epoch, offset, recovered: false);

        Assert.Equal(new TopicGap("a", from, to, reason), Assert.Single(Gaps(subscription)));
        Assert.Contains($$$"""{"epoch":"{{{epoch}}}","offset":{{{offset}}}}""", Request(subscription), StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_off_before_the_first_message_of_the_history_it_asks_for_the_history_again()
    {
        var subscription = Make(new SubscribeOptions { Last = 5 });
        Stand(subscription, "E", 10);

        Assert.Contains("\"last\":5", Request(subscription), StringComparison.Ordinal);
        Stand(subscription, "E", 15);

        Assert.Empty(Gaps(subscription));
    }

    [Theory]
    [InlineData("E", 17, 11, 12, GapReason.HistoryTooShort)]
    [InlineData("F", 17, null, null, GapReason.NewEpoch)]
    public void A_history_that_moved_on_by_more_than_was_asked_for_is_a_gap(
        string epoch, int offset, int? from, int? to, GapReason reason)
    {
        var subscription = Make(new SubscribeOptions { Last = 5 });
        Stand(subscription, "E", 10);

        Stand(subscription, epoch, offset);

        Assert.Equal(new TopicGap("a", from, to, reason), Assert.Single(Gaps(subscription)));
    }

    [Fact]
    public void Once_a_message_of_the_history_came_it_recovers_from_there()
    {
        var subscription = Make(new SubscribeOptions { Last = 5 });
        Stand(subscription, "E", 10);
        Take(subscription, 6);

        Assert.Contains("""{"epoch":"E","offset":6}""", Request(subscription), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_topic_has_no_history_to_wait_for()
    {
        var subscription = Make(new SubscribeOptions { Last = 5 });
        Stand(subscription, "E", 0);

        Assert.Contains("""{"epoch":"E","offset":0}""", Request(subscription), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_messages_are_left_out_without_echo_but_count_as_seen()
    {
        var subscription = Make(new SubscribeOptions { Echo = false });
        Stand(subscription, "E", 0);
        Notices(subscription);

        Assert.True(subscription.Take(Message(1), isOwn: true));
        Assert.True(subscription.Take(Message(2), isOwn: false));

        Assert.Equal(2, Assert.IsType<Notice.Arrived>(Assert.Single(Notices(subscription))).Message.Offset);
    }

    private static Subscription Make(SubscribeOptions options) =>
        new("a", options, new NoticeBuffer(new WsBrokerClientOptions(), new ReadGate()));

    private static string Request(Subscription subscription) => Encoding.UTF8.GetString(subscription.Request(1));

    private static void Stand(Subscription subscription, string epoch, long offset, bool? recovered = null) =>
        subscription.Stand(new ServerEvent.Subscribed(1, "a", new TopicPosition(epoch, offset), recovered));

    private static bool Take(Subscription subscription, long offset) => subscription.Take(Message(offset), isOwn: false);

    private static WsBrokerMessage Message(long offset) =>
        new() { Topic = "a", Offset = offset, Kind = PayloadKind.Text, Payload = default };

    private static List<TopicGap> Gaps(Subscription subscription) =>
        [.. Notices(subscription).OfType<Notice.Missed>().Select(missed => missed.Gap)];

    private static List<Notice> Notices(Subscription subscription)
    {
        var notices = new List<Notice>();
        while (subscription.Buffer.Notices.TryRead(out var notice))
        {
            notices.Add(notice);
        }

        return notices;
    }
}
