using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

public sealed class TopicLimits : IDisposable
{
    private static readonly TopicOptions _options =
        Sample.Options(new TopicSettings { MaxHistoryCount = 1, HistoryAge = TimeSpan.FromMinutes(1) }) with { MaxTopics = 2 };

    private readonly ActorProbe<SessionMessage> _session = new();
    private readonly TopicsRun _broker = new(1, _options);

    [Fact]
    public void AP_08_What_would_begin_a_topic_too_many_is_refused_for_now_and_credit_comes_back()
    {
        Publish("a", 1);
        Publish("b", 2);

        Publish("c", 3);
        Subscribe("d", 4);

        Assert.Equal(
            [(3, ErrorCode.TooManyTopics), (4, ErrorCode.TooManyTopics)],
            _session.Of<SessionEvent.Refused>().Select(static no => (Sample.NumberOf(no.Request), no.Code)));
        Assert.Equal(Sample.Topic("d"), _session.Of<SessionEvent.Refused>()[^1].Subscriber!.Filter.Exact);
        Assert.Equal(4, _session.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        Assert.True(ErrorCode.TooManyTopics.IsRetryable());
        Assert.Equal(2, _broker.Metrics.Topics);
    }

    [Fact]
    public void AP_08_Topics_that_are_there_go_on_at_the_limit_and_new_ones_begin_when_others_have_gone()
    {
        Publish("a", 1);
        Publish("b", 2);
        Publish("a", 3);
        _broker.Advance(TimeSpan.FromMinutes(2));
        Publish("c", 4);

        Assert.Empty(_session.Of<SessionEvent.Refused>());
        Assert.Equal("c", Assert.Single(_broker.List()).Topic.Text);
        Assert.Equal(1, _broker.Metrics.Topics);
    }

    [Fact]
    public void AP_08_A_history_that_is_not_there_is_empty_at_the_limit_too_and_leaves_no_topic_behind()
    {
        Publish("a", 1);
        Publish("b", 2);

        _broker.Tell(new TopicMessage.ReadHistory(
            Sample.Topic("c"), new HistoryPart.Newest(1), Sample.Client, _session, Sample.Request(3)));

        Assert.Empty(Assert.Single(_session.Of<SessionEvent.HistoryRead>()).Publications);
        Assert.Equal(2, _broker.Metrics.Topics);
    }

    [Fact]
    public void AP_08_Who_unsubscribes_from_a_topic_that_is_not_there_is_answered_and_begins_none()
    {
        var name = Sample.Topic("t");

        _broker.Tell(new TopicMessage.Unsubscribe(name, TopicFilter.Of(name), _session, Sample.Request(1)));

        Assert.Single(_session.Of<SessionEvent.Unsubscribed>());
        Assert.Equal(0, _broker.Identifiers.Taken);
    }

    public void Dispose() => _broker.Dispose();

    private void Publish(string topic, int request) => _broker.Tell(
        new TopicMessage.Publish(Sample.Topic(topic), Sample.Content("x"), Sample.Client, _session, Sample.Request(request)));

    private void Subscribe(string topic, int request)
    {
        var name = Sample.Topic(topic);
        var subscriber = new Subscriber(TopicFilter.Of(name), _session, Sample.Client, new PlainForm(), Echo: true);
        _broker.Tell(new TopicMessage.Subscribe(name, subscriber, StartAt.Now.Instance, Sample.Request(request)));
    }
}
