using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>Subscriptions by filter to topics that several nodes share: they stand once the log listens for them.</summary>
public sealed class AwaitedFiltersTests : IDisposable
{
    private readonly SharedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void RD_15_A_filter_while_the_log_is_away_is_refused_and_hears_nothing_later()
    {
        _run.Log.IsAway = true;
        var session = _run.SubscribeFilter(1);
        _run.Log.IsAway = false;
        _run.Publish(0, "a");

        Assert.Equal(ErrorCode.EngineUnavailable, session.Of<SessionEvent.SubscriptionEnded>().Single().Code);
        Assert.Single(session.Of<SessionEvent.CreditReturned>());
        Assert.Empty(session.Of<SessionEvent.Delivered>());
    }

    [Fact]
    public void A_filter_that_is_taken_back_before_the_log_listens_is_answered_and_hears_nothing()
    {
        var session = new ActorProbe<SessionMessage>();
        var subscriber = new Subscriber(Sample.Filter("#"), session, Sample.Client, new PlainForm(), Echo: true);
        _run.TellLater(1, new TopicsMessage.SubscribeFilter(subscriber, Sample.Request(1)));
        _run.TellLater(1, new TopicsMessage.UnsubscribeFilter(subscriber));
        _run.Dispatcher.RunUntilIdle();
        _run.Publish(0, "a");

        Assert.Single(session.Of<SessionEvent.Subscribed>());
        Assert.Single(session.Of<SessionEvent.CreditReturned>());
        Assert.Empty(session.Of<SessionEvent.Delivered>());
        Assert.Equal(0, _run.Logs[1].FilterCount);
    }
}
