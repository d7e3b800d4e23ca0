using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>One node's way to a simulated log: one for calls, one on which it hears, each with its own pace.</summary>
internal sealed class SimulatedLogNode : ISharedLog
{
    private readonly SimulatedLog _log;
    private readonly ActorRef<Action> _calls;
    private readonly ActorRef<Action> _channel;
    private readonly Dictionary<TopicName, (ActorRef<TopicMessage> Actor, ActorRef<TopicsMessage> Topics)> _open = [];
    private readonly List<(TopicFilter Filter, ActorRef<TopicsMessage> Topics)> _filters = [];
    private readonly HashSet<SharedBatch> _unanswered = [];
    private readonly List<Action> _reads = [];
    private Action? _late;

    public SimulatedLogNode(SimulatedLog log, LocalActorSystem system)
    {
        _log = log;
        _calls = system.Spawn(new Props<Action>(static () => new Relay()));
        _channel = system.Spawn(new Props<Action>(static () => new Relay()));
        log.Add(this);
    }

    /// <summary>What becomes of what it should hear next.</summary>
    public HearingFault Fault { get; set; }

    /// <summary>Bounds what is on its way to topics; null: nothing does.</summary>
    public Inflow? Inflow { get; set; }

    /// <summary>How many topics are open here.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Whether what is read after an append may be told before the append is answered.</summary>
    public bool AnswersAppendsLate { get; set; }

    /// <summary>Whether reading takes until <see cref="AnswerReads"/>.</summary>
    public bool HoldsReads { get; set; }

    /// <summary>How many filters are listened for here.</summary>
    public int FilterCount => _filters.Count;

    public void CheckAll()
    {
        foreach (var (topic, (actor, _)) in _open)
        {
            actor.Tell(new SharedNews.Check(topic));
        }
    }

    /// <summary>Reads what was to be read, as it stands now, and tells it at once.</summary>
    public void AnswerReads()
    {
        _reads.ForEach(static read => read());
        _reads.Clear();
    }

    /// <summary>Tells whoever listens that the log has been away for too long.</summary>
    public void CutOff()
    {
        foreach (var (topic, (actor, _)) in _open)
        {
            actor.Tell(new SharedNews.CutOff(topic, ErrorCode.EngineUnavailable));
        }

        foreach (var topics in _filters.Select(static one => one.Topics).Distinct())
        {
            topics.Tell(new TopicsMessage.EndFilters(ErrorCode.EngineUnavailable));
        }
    }

    public void Hear(TopicName topic, string epoch, IReadOnlyList<Publication> publications, SharedBatch? batch, long before = 0)
    {
        void Tell() => _channel.Tell(() => Deliver(new SharedNews.Arrived(topic, epoch, publications, batch is not null && _unanswered.Contains(batch) ? batch : null) { Before = before }));
        var (fault, late) = (Fault, _late);
        (Fault, _late) = (fault is HearingFault.Deaf ? fault : HearingFault.None, null);
        switch (fault)
        {
            case HearingFault.Twice:
                Tell();
                Tell();
                break;
            case HearingFault.Late:
                _late = Tell;
                break;
            case HearingFault.None:
                Tell();
                break;
            default:
                break;
        }

        late?.Invoke();
    }

    public void Open(TopicName topic, SeenTop seen, TopicSettings settings, ActorRef<TopicMessage> replyTo, ActorRef<TopicsMessage> topics)
    {
        _calls.Tell(() =>
        {
            if (_log.IsAway)
            {
                replyTo.Tell(new SharedNews.NotLoaded(topic, ErrorCode.EngineUnavailable));
                return;
            }

            _open[topic] = (replyTo, topics);
            var known = _log.Look(topic, seen);
            var loaded = new SharedNews.Loaded(topic, new StoredTopic(known.Top, known.After(0)) { At = known.TakenAt }, Retained: null, UtcNow: 0);
            _calls.Tell(() => topics.Tell(new TopicMessage.Woken(topic, loaded)));
        });
    }

    public void Close(TopicName topic, ActorRef<TopicMessage> replyTo) => _calls.Tell(() =>
    {
        if (_open.TryGetValue(topic, out var open) && ReferenceEquals(open.Actor, replyTo))
        {
            _open.Remove(topic);
        }
    });

    public void Append(SharedBatch batch, TopicSettings settings, ActorRef<TopicMessage> replyTo)
    {
        _unanswered.Add(batch);
        _calls.Tell(() =>
        {
            var answer = _log.IsAway ? null : _log.Append(batch);
            void Answer()
            {
                _unanswered.Remove(batch);
                replyTo.Tell(answer is null || _log.LosesAnswers
                    ? new SharedNews.NotAppended(batch.Topic, batch, ErrorCode.EngineUnavailable)
                    : answer);
            }

            _calls.Tell(AnswersAppendsLate ? () => _calls.Tell(Answer) : Answer);
        });
    }

    public void Read(SeenTop after, TopicName topic, TopicSettings settings, ActorRef<TopicsMessage> topics)
    {
        if (HoldsReads)
        {
            _reads.Add(() => topics.Tell(new TopicMessage.Woken(topic, _log.Read(topic, after))));
            return;
        }

        _calls.Tell(() =>
        {
            SharedNews answer = _log.IsAway ? new SharedNews.NotRead(topic, ErrorCode.EngineUnavailable) : _log.Read(topic, after);
            _calls.Tell(() => topics.Tell(new TopicMessage.Woken(topic, answer)));
        });
    }

    public void Forget(TopicName topic, ActorRef<bool?> replyTo) => _calls.Tell(() =>
    {
        if (!_log.IsAway)
        {
            _log.Forget(topic);
        }

        replyTo.Tell(_log.IsAway ? null : true);
    });

    public void Listen(Subscriber subscriber, ActorRef<TopicsMessage> topics) => _calls.Tell(() =>
    {
        if (!_log.IsAway)
        {
            _filters.Add((subscriber.Filter, topics));
        }

        topics.Tell(new TopicsMessage.Listening(subscriber, _log.IsAway ? ErrorCode.EngineUnavailable : null));
    });

    public void StopListening(TopicFilter filter) => _filters.RemoveAt(_filters.FindIndex(one => one.Filter.Equals(filter)));

    private void Deliver(SharedNews.Arrived news)
    {
        if (_open.TryGetValue(news.Topic, out var open) && Inflow?.TryEnter(news.Publications.Count) is not false)
        {
            open.Topics.Tell(new TopicMessage.Woken(news.Topic, news with { Inflow = Inflow, Bytes = news.Publications.Count }));
        }

        foreach (var topics in _filters.Where(one => one.Filter.Matches(news.Topic)).Select(static one => one.Topics).Distinct())
        {
            topics.Tell(new TopicMessage.Woken(news.Topic, news));
        }
    }
}
