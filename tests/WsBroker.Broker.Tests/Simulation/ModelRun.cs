using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Carries out commands on a broker and on the model of its one topic, and compares what clients are told.</summary>
internal sealed class ModelRun : IDisposable
{
    /// <summary>How many kinds of commands there are.</summary>
    public const int Kinds = 12;

    /// <summary>How many clients there are.</summary>
    public const int Subscribers = 2;

    private static readonly TopicName _topic = Sample.Topic("t");
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(60);
    private static readonly TopicSettings _settings = new() { MaxHistoryCount = 2, HistoryAge = _age, KeyAge = _age };

    private readonly ITopicStore? _store;
    private readonly TopicModel _model = new(_settings.MaxHistoryCount, _age);
    private readonly ActorProbe<SessionMessage> _publisher = new();
    private readonly ModelSubscriber[] _subscribers = [.. Enumerable.Range(0, Subscribers).Select(static _ => new ModelSubscriber())];
    private TopicsRun _broker;
    private TimeSpan _now;
    private ulong _brokers;
    private int _published;

    /// <summary>Begins, with a topic of which nothing is kept yet.</summary>
    /// <param name="store">Outlives the broker; null if nothing does. It is not disposed of here.</param>
    public ModelRun(ITopicStore? store)
    {
        _store = store;
        _broker = Start();
    }

    private bool IsFull => _store is PromptStore { IsFull: true };

    /// <summary>Carries out one command: its kind, and <see cref="Kinds"/> times the number of the client whom it is for.</summary>
    public void Do(int command)
    {
        var subscriber = _subscribers[Math.Abs(command / Kinds) % Subscribers];
        switch (Math.Abs(command % Kinds))
        {
            case 0:
                Subscribe(subscriber, StartAt.Now.Instance);
                break;
            case 1 or 2:
                Subscribe(subscriber, new StartAt.After(subscriber.Last));
                break;
            case 3:
                Leave(subscriber);
                break;
            case 4:
                Advance(_age / 2);
                break;
            case 5:
                Restart();
                break;
            case 6 when _store is PromptStore prompt:
                prompt.IsFull = !prompt.IsFull;
                break;
            case 7:
                Repeat();
                break;
            default:
                Publish();
                break;
        }

        Array.ForEach(_subscribers, static one => one.AssertHeardAll());
    }

    public void Dispose() => _broker.Dispose();

    private TopicsRun Start()
    {
        var settings = _settings with { Durability = _store is null ? Durability.Memory : Durability.Disk };
        var broker = new TopicsRun(++_brokers, Sample.Options(settings) with { Store = _store }, _now);
        broker.Dispatcher.RunUntilIdle();
        return broker;
    }

    private void Publish()
    {
        var text = $"p{++_published}";
        var told = Publish(text);
        if (IsFull)
        {
            Assert.IsType<SessionEvent.Refused>(told);
            return;
        }

        Take(Assert.IsType<SessionEvent.Published>(told), text);
    }

    // The last publication once more, with its key
    private void Repeat()
    {
        var isKnown = _published > 0 && !_model.IsEmpty && _model.Missed(_model.Top with { Offset = _model.Top.Offset - 1 }) is [var last]
            && string.Equals(last, $"{_model.Top.Offset} p{_published}", StringComparison.Ordinal);
        if (isKnown)
        {
            var again = Assert.IsType<SessionEvent.Published>(Publish($"p{_published}"));
            Assert.Equal((_model.Top, true), (new TopicPosition(again.Epoch, again.Offset), again.IsDuplicate));
        }
    }

    private SessionEvent Publish(string text)
    {
        _publisher.TakeAll();
        _broker.Tell(new TopicMessage.Publish(_topic, Sample.Content(text, key: text), Sample.Client, _publisher, Sample.Request(1)));
        var told = _publisher.TakeAll();
        Assert.Equal(1, told.OfType<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        return told.OfType<SessionEvent>().Single(static news => news is not SessionEvent.CreditReturned);
    }

    private void Take(SessionEvent.Published ack, string text)
    {
        if (!_model.IsIn(ack.Epoch))
        {
            // Only a topic that nobody listens to and that remembers nothing may begin anew
            Assert.Equal((true, true), (_model.IsEmpty, Array.TrueForAll(_subscribers, static one => !one.IsThere)));
            _model.Begin(ack.Epoch);
        }

        _model.Add(text);
        Assert.Equal((_model.Top, false), (new TopicPosition(ack.Epoch, ack.Offset), ack.IsDuplicate));
        Array.ForEach(_subscribers, one => one.Expect($"{ack.Offset} {text}"));
    }

    private void Subscribe(ModelSubscriber subscriber, StartAt start)
    {
        Leave(subscriber);
        var session = subscriber.Come();
        _broker.Tell(new TopicMessage.Subscribe(
            _topic, new Subscriber(TopicFilter.Of(_topic), session, Sample.Client, new PlainForm(), Echo: true), start, Sample.Request(1)));
        var subscribed = Assert.Single(session.Of<SessionEvent.Subscribed>());
        var position = subscribed.Position!.Value;
        if (!_model.IsIn(position.Epoch))
        {
            Assert.True(_model.IsEmpty);
            _model.Begin(position.Epoch);
        }

        Assert.Equal(_model.Top, position);
        var missed = start is StartAt.After after ? _model.Missed(after.Position) : null;
        Assert.Equal(start is StartAt.After ? missed is not null : null, subscribed.Recovered);
        subscriber.Begin(position, missed ?? []);
    }

    private void Leave(ModelSubscriber subscriber)
    {
        if (subscriber.Leave() is { } session)
        {
            _broker.Unsubscribe("t", session);
        }
    }

    private void Advance(TimeSpan by)
    {
        _now += by;
        _model.Advance(by);

        // The wheel is at most a second late, and so is then the model
        _broker.Advance(by);
    }

    private void Restart()
    {
        Array.ForEach(_subscribers, static one => one.Leave());
        _broker.Dispose();
        (_store as FileStore)?.Restart();
        _broker = Start();
        if (_store is null)
        {
            _model.Begin("");
        }
    }
}
