using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

[Collection(Alone.Name)]
public sealed class TopicMemory
{
    private const int Count = 10_000;

    private readonly PlainForm _form = new();

    [Fact]
    public void A_topic_with_one_subscriber_costs_at_most_1_5_KiB()
    {
        using var broker = new TopicsRun(1);
        var sessions = Sessions();
        var before = Heap();

        for (var number = 0; number < Count; number++)
        {
            Subscribe(broker, number, sessions[number]);
        }

        Assert.InRange((Heap() - before) / Count, 1, 1536);
        GC.KeepAlive(sessions);
        Assert.Equal(Count, broker.Metrics.Topics);
    }

    [Fact]
    public void AP_08_Topics_that_were_used_once_leave_no_memory_behind()
    {
        using var broker = new TopicsRun(1, Sample.Options(new TopicSettings { HistoryAge = TimeSpan.FromSeconds(1) }));
        var publisher = new ActorProbe<SessionMessage>();
        Use(broker, 0, Count, publisher);
        var before = Heap();

        for (var lot = 1; lot <= Scale.Of(1); lot++)
        {
            Use(broker, lot * Count, (lot + 1) * Count, publisher);
        }

        Assert.Equal(0, broker.Metrics.Topics);
        Assert.InRange(Heap() - before, long.MinValue, 100 * 1024);
    }

    private void Use(TopicsRun broker, int first, int last, ActorProbe<SessionMessage> publisher)
    {
        for (var number = first; number < last; number++)
        {
            var session = new ActorProbe<SessionMessage>();
            Subscribe(broker, number, session);
            broker.Tell(new TopicMessage.Publish(Name(number), Sample.Content("x"), Sample.Client, publisher, default));
            broker.Tell(new TopicMessage.ReadHistory(Sample.Topic($"never/there/{number}"), new HistoryPart.Newest(1), Sample.Client, session, Sample.Request(1)));
            broker.Unsubscribe(Name(number).Text, session);
        }

        Assert.Equal(last - first, broker.Metrics.Topics);
        broker.Advance(TimeSpan.FromSeconds(3));
        publisher.TakeAll();
    }

    private void Subscribe(TopicsRun broker, int number, ActorProbe<SessionMessage> session)
    {
        var subscriber = new Subscriber(TopicFilter.Of(Name(number)), session, Sample.Client, _form, Echo: true);
        broker.Tell(new TopicMessage.Subscribe(Name(number), subscriber, StartAt.Now.Instance, default));
    }

    private static TopicName Name(int number) => Sample.Topic($"room/{number}");

    private static ActorProbe<SessionMessage>[] Sessions() => [.. Enumerable.Range(0, Count).Select(static _ => new ActorProbe<SessionMessage>())];

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
