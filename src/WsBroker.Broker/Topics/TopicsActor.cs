using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>All topics of this node: finds the one that a message is for, starts it at first use, lets it go when idle.</summary>
/// <remarks>
/// Every message for a topic comes through here, so nothing is lost when one is let go: a topic that is idle says how
/// many messages it has received, and is stopped only if that is as many as were sent to it.
/// A topic that fails is not restarted in place: it ends, tells its subscribers, and begins anew with the next message.
/// </remarks>
public sealed class TopicsActor(TopicOptions options, IIdentifierSource identifiers) : Actor<TopicsMessage>
{
    private static readonly TimeSpan _wheelTick = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TopicName, Entry> _topics = [];
    private readonly List<Subscriber> _byFilter = [];
    private DeadlineWheel<TopicMessage>? _wheel;

    private DeadlineWheel<TopicMessage> Wheel => _wheel ??= new DeadlineWheel<TopicMessage>(Context.Time, _wheelTick);

    /// <summary>How to start it. If it ever fails, all topics begin anew, with new epochs.</summary>
    public static Props<TopicsMessage> Props(TopicOptions options, IIdentifierSource identifiers) =>
        new(() => new TopicsActor(options, identifiers))
        {
            Supervision = new SupervisionPolicy.Restart(
                FirstBackoff: TimeSpan.FromMilliseconds(100), MaxBackoff: TimeSpan.FromSeconds(10), MaxRestarts: 10, Within: TimeSpan.FromMinutes(1)),
        };

    /// <summary>
    /// Answers a message that no topic will handle any more, as the one for whom it was would: refused, credit back.
    /// To be called with every dead letter of the actor system.
    /// </summary>
    public static void AnswerDeadLetter(object? message) => (message as TopicMessage)?.Refuse(ErrorCode.TopicRestarted);

    /// <inheritdoc/>
    protected override void Receive(TopicsMessage message)
    {
        switch (message)
        {
            case TopicMessage forOne:
                Pass(FindOrStart(forOne.Topic), forOne);
                break;
            case TopicsMessage.SubscribeFilter order:
                _byFilter.Add(order.Subscriber);
                TellMatching(order.Subscriber.Filter, topic => new TopicMessage.Join(topic, order.Subscriber));
                break;
            case TopicsMessage.UnsubscribeFilter order:
                Unsubscribe(order);
                break;
            case TopicsMessage.ListTopics order:
                List(order);
                break;
            case TopicsMessage.TopicIdle news:
                LetGo(news);
                break;
            case TopicsMessage.TopicEnded news:
                Forget(news);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception failure) => EndFilters(failure);

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        // Not before a restart: the topics are still running then, and use it
        _wheel?.Dispose();
        EndFilters(failure);
    }

    private void EndFilters(Exception? failure)
    {
        var code = failure is null ? ErrorCode.TopicRestarted : ErrorCode.TopicFailed;
        foreach (var subscriber in _byFilter)
        {
            subscriber.Session.Tell(new SessionEvent.SubscriptionEnded(subscriber.Filter, code) { Subscriber = subscriber });
        }
    }

    private Entry FindOrStart(TopicName name)
    {
        if (_topics.TryGetValue(name, out var entry))
        {
            return entry;
        }

        entry = Start(name);
        _topics.Add(name, entry);
        foreach (var subscriber in _byFilter)
        {
            if (subscriber.Filter.Matches(name))
            {
                entry.Tell(new TopicMessage.Join(name, subscriber));
            }
        }

        return entry;
    }

    private void Pass(Entry entry, TopicMessage message)
    {
        if (message.MayBeRefused && entry.Backlog.Waiting >= options.MaxWaitingMessages)
        {
            message.Refuse(ErrorCode.Busy);
        }
        else
        {
            entry.Tell(message);
        }
    }

    private Entry Start(TopicName name)
    {
        var epoch = identifiers.NextName();
        var backlog = new Backlog();
        var actor = Context.Spawn(
            new Props<TopicMessage>(() => new TopicActor(name, epoch, options, Wheel, backlog, Context.Self)));
        Context.Watch(actor, new TopicsMessage.TopicEnded(name, actor));
        return new Entry(actor, backlog);
    }

    private void Forget(TopicsMessage.TopicEnded news)
    {
        if (_topics.TryGetValue(news.Topic, out var entry) && ReferenceEquals(entry.Actor, news.Actor))
        {
            _topics.Remove(news.Topic);
        }
    }

    private void LetGo(TopicsMessage.TopicIdle news)
    {
        if (_topics.TryGetValue(news.Topic, out var entry) && entry.Backlog.Sent == news.Received)
        {
            Context.Unwatch(entry.Actor);
            Context.Stop(entry.Actor);
            _topics.Remove(news.Topic);
        }
    }

    private void Unsubscribe(TopicsMessage.UnsubscribeFilter order)
    {
        if (_byFilter.Remove(order.Subscriber))
        {
            TellMatching(order.Subscriber.Filter, topic => new TopicMessage.Leave(topic, order.Subscriber));
        }
    }

    private void TellMatching(TopicFilter filter, Func<TopicName, TopicMessage> message)
    {
        foreach (var (name, entry) in _topics)
        {
            if (filter.Matches(name))
            {
                entry.Tell(message(name));
            }
        }
    }

    private void List(TopicsMessage.ListTopics order)
    {
        var matching = _topics.Keys.Where(order.Filter.Matches).ToList();
        var listing = Context.Spawn(
            new Props<TopicDescription?>(() => new TopicListingActor(matching.Count, order.ReplyTo)));
        foreach (var name in matching)
        {
            _topics[name].Tell(new TopicMessage.Describe(name, listing));
        }
    }

    private sealed record Entry(ActorRef<TopicMessage> Actor, Backlog Backlog)
    {
        public void Tell(TopicMessage message)
        {
            Backlog.Send();
            Actor.Tell(message);
        }
    }
}
