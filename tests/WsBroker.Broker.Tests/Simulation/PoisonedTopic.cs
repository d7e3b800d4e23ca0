using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A topic that fails at what is published to it, a thousand times, among others.</summary>
public sealed class PoisonedTopic
{
    private const int Times = 1000;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly PlainForm _form = new() { Poison = "poison" };
    private readonly ActorProbe<SessionMessage> _publisher = new();
    private readonly PromptStore _store = new();

    [Theory]
    [InlineData(Durability.Memory)]
    [InlineData(Durability.Disk)]
    public void ND_15_A_topic_that_fails_a_thousand_times_rests_ever_longer_and_is_the_only_one(Durability durability)
    {
        using var broker = new TopicsRun(1, new TopicOptions
        {
            Store = _store,
            Rules = new TopicRules { Otherwise = new TopicSettings { Durability = durability, MaxHistoryCount = 2 * Times } },
        });
        var witness = Subscribe(broker, "well");
        var failures = 0;
        for (var time = 0; time < Times; time++)
        {
            var subscriber = Subscribe(broker, "ill");
            Publish(broker, "ill", "poison");
            Publish(broker, "well", $"{time}");
            failures += subscriber.Of<SessionEvent.Subscribed>().Count;
            Assert.Equal(ErrorCode.TopicFailed, Assert.Single(subscriber.Of<SessionEvent.SubscriptionEnded>()).Code);
            broker.Advance(_pause);
        }

        // Seven rests of 0.1 to 6.4 s, and then one each ten seconds
        Assert.InRange(failures, 15, 20);
        Assert.Equal(Enumerable.Range(0, Times).Select(static number => $"well {number + 1} {number}"), PlainForm.Read(witness.Told), StringComparer.Ordinal);
        Assert.Empty(witness.Of<SessionEvent.SubscriptionEnded>());
        var credit = _publisher.Of<SessionEvent.CreditReturned>().Sum(static one => one.Commands);
        Assert.Equal(2 * Times, credit);
    }

    [Fact]
    public void ND_15_What_was_stored_before_is_there_when_the_topic_has_rested()
    {
        using var broker = new TopicsRun(1, new TopicOptions { Store = _store, Rules = new TopicRules { Otherwise = new TopicSettings { Durability = Durability.Disk } } });
        Publish(broker, "ill", "first");
        for (var time = 0; time < 10; time++)
        {
            Subscribe(broker, "ill");
            Publish(broker, "ill", "poison");
        }

        broker.Advance(TimeSpan.FromSeconds(10));
        Publish(broker, "ill", "last");

        var told = _publisher.Of<SessionEvent.Published>();
        Assert.Single(told.Select(static one => one.Epoch).Distinct(StringComparer.Ordinal));
        var history = new ActorProbe<SessionMessage>();
        broker.Tell(new TopicMessage.ReadHistory(Sample.Topic("ill"), new HistoryPart.Newest(100), Sample.Client, history, Sample.Request(1)));
        var texts = Assert.Single(history.Of<SessionEvent.HistoryRead>()).Publications.Select(static one => Encoding.UTF8.GetString(one.Content.Payload.Span)).ToList();
        Assert.Equal(("first", "last"), (texts[0], texts[^1]));
    }

    private void Publish(TopicsRun broker, string topic, string text) =>
        broker.Tell(new TopicMessage.Publish(Sample.Topic(topic), Sample.Content(text), Sample.Client, _publisher, Sample.Request(1)));

    private ActorProbe<SessionMessage> Subscribe(TopicsRun broker, string topic)
    {
        var probe = new ActorProbe<SessionMessage>();
        var name = Sample.Topic(topic);
        broker.Tell(new TopicMessage.Subscribe(name, new Subscriber(TopicFilter.Of(name), probe, Sample.Client, _form, Echo: true), StartAt.Now.Instance, default) { IsAnnounced = true });
        return probe;
    }
}
