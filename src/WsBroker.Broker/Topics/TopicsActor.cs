using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>All topics of this node: finds the one that a message is for, starts it at first use, lets it go when idle.</summary>
/// <remarks>
/// Every message for a topic comes through here, so nothing is lost when one is let go: a topic that is idle says how
/// many messages it has received, and is stopped only if that is as many as were sent to it.
/// A topic that fails is not restarted in place: it ends, tells its subscribers, and begins anew with the next message, or
/// after a rest if it has failed before.
/// </remarks>
public sealed class TopicsActor(TopicOptions options, IIdentifierSource identifiers, BrokerMetrics metrics) : Actor<TopicsMessage>
{
    private static readonly TimeSpan _wheelTick = TimeSpan.FromSeconds(1);

    private readonly ActiveTopics _topics = new();
    private readonly FilterTree _byFilter = new();
    private readonly AwaitedFilters _awaited = new();
    private readonly FailedTopics _failed = new();
    private DeadlineWheel<TopicMessage>? _wheel;

    // Topics that wait for sessions to come back leave half of all places to others
    private bool HasRoomToWait => options.MaxTopics == 0 || _topics.Count <= options.MaxTopics / 2;

    private DeadlineWheel<TopicMessage> Wheel => _wheel ??= new DeadlineWheel<TopicMessage>(Context.Time, _wheelTick);

    /// <summary>How to start it. If it ever fails, all topics begin anew, with new epochs.</summary>
    public static Props<TopicsMessage> Props(TopicOptions options, IIdentifierSource identifiers, BrokerMetrics metrics) =>
        new(() => new TopicsActor(options, identifiers, metrics))
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
    protected override void PreStart()
    {
        // What is kept must be found by filters and lists, and be let go at its age, though nobody asks for it by name
        foreach (var topic in options.Store?.Topics ?? [])
        {
            Begin(topic);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(TopicsMessage message)
    {
        switch (message)
        {
            case TopicMessage forOne:
                Pass(forOne);
                break;
            case TopicsMessage.SubscribeFilter order:
                Subscribe(order);
                break;
            case TopicsMessage.Listening news:
                Take(news);
                break;
            case TopicsMessage.UnsubscribeFilter order:
                Unsubscribe(order.Subscriber);
                break;
            case TopicsMessage.ReadmitFilter order:
                Readmit(order);
                break;
            case TopicsMessage.ListTopics order:
                List(order);
                break;
            case TopicsMessage.ForgetTopic order:
                Forget(order);
                break;
            case TopicsMessage.RenewPresence:
                RenewPresence();
                break;
            case TopicsMessage.EndFilters news:
                EndFilters(news.Code);
                break;
            case TopicsMessage.TopicIdle news:
                LetGo(news);
                break;
            case TopicsMessage.TopicFailed news:
                _failed.Note(news.Topic, Context.Time);
                break;
            case TopicsMessage.TopicEnded news:
                Forget(news);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception failure) => End(failure);

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        // Not before a restart: the topics are still running then, and use it
        _wheel?.Dispose();
        End(failure);
    }

    private void End(Exception? failure)
    {
        metrics.Topics = 0;
        var code = failure is null ? ErrorCode.TopicRestarted : ErrorCode.TopicFailed;
        foreach (var subscriber in _byFilter.All)
        {
            options.Shared?.StopListening(subscriber.Filter);
            subscriber.Session.Tell(new SessionEvent.SubscriptionEnded(subscriber.Filter, code) { Subscriber = subscriber });
        }
    }

    private void RenewPresence()
    {
        foreach (var topic in _topics.All)
        {
            topic.Actor.Tell(new SharedPresenceNews.Renew(topic.Name));
        }
    }

    private void EndFilters(ErrorCode code)
    {
        foreach (var subscriber in _byFilter.All)
        {
            subscriber.Session.Tell(new SessionEvent.SubscriptionEnded(subscriber.Filter, code) { Subscriber = subscriber });
            Unsubscribe(subscriber);
        }
    }

    private void Pass(TopicMessage message)
    {
        if (_topics.TryFind(message.Topic, out var topic))
        {
            Pass(topic, message);
        }
        else if (!message.BeginsTopic || (message is TopicMessage.Woken && _byFilter.Of(message.Topic).Count == 0))
        {
            message.Refuse(ErrorCode.TopicRestarted);
        }
        else if (message is not TopicMessage.Woken && _failed.Rests(message.Topic, Context.Time))
        {
            message.Refuse(ErrorCode.TopicFailed);
        }
        else if (message.IsReasonToStay && _topics.Count >= options.MaxTopics && options.MaxTopics > 0)
        {
            metrics.CountRefusedTopic();
            message.Refuse(ErrorCode.TooManyTopics);
        }
        else
        {
            Begin(message.Topic).Tell(message);
        }
    }

    private void Pass(ActiveTopic topic, TopicMessage message)
    {
        if (message.MayBeRefused && topic.Backlog.Waiting >= options.MaxWaitingMessages)
        {
            message.Refuse(ErrorCode.Busy);
        }
        else
        {
            topic.Tell(message);
        }
    }

    private ActiveTopic Begin(TopicName name)
    {
        var topic = Start(name);
        _topics.Add(topic);
        metrics.Topics = _topics.Count;
        foreach (var subscriber in _byFilter.Of(name))
        {
            topic.Tell(new TopicMessage.Join(name, subscriber) { WasHere = true });
        }

        return topic;
    }

    private ActiveTopic Start(TopicName name)
    {
        var epoch = identifiers.NextName();
        var settings = options.Rules.For(name);
        var backlog = new Backlog();
        var actor = Context.Spawn(
            new Props<TopicMessage>(() => new TopicActor(name, epoch, settings, options, Wheel, backlog, Context.Self)));
        Context.Watch(actor, new TopicsMessage.TopicEnded(name, actor));
        return new ActiveTopic(name, actor, backlog, settings.Durability is Durability.Disk ? options.Store : null);
    }

    private void Forget(TopicsMessage.TopicEnded news)
    {
        if (_topics.TryFind(news.Topic, out var topic) && ReferenceEquals(topic.Actor, news.Actor))
        {
            Remove(topic);
        }
    }

    private void LetGo(TopicsMessage.TopicIdle news)
    {
        if (_topics.TryFind(news.Topic, out var topic) && topic.Backlog.Sent == news.Received && !(news.IsAwaited && HasRoomToWait))
        {
            End(topic);
        }
    }

    private void Forget(TopicsMessage.ForgetTopic order)
    {
        if (options.Shared is { } log && options.Rules.For(order.Topic).Durability is Durability.Redis)
        {
            if (order.IsAskedElsewhere)
            {
                order.ReplyTo.Tell(message: false);
            }
            else
            {
                log.Forget(order.Topic, order.ReplyTo);
            }

            return;
        }

        var isActive = _topics.TryFind(order.Topic, out var topic);
        if (isActive)
        {
            End(topic!);
        }

        order.ReplyTo.Tell(isActive);
    }

    private void End(ActiveTopic topic)
    {
        Context.Unwatch(topic.Actor);
        Context.Stop(topic.Actor);
        Remove(topic);
        topic.Store?.Forget(topic.Name);
    }

    private void Remove(ActiveTopic topic)
    {
        _topics.Remove(topic);
        metrics.Topics = _topics.Count;
    }

    private void Subscribe(TopicsMessage.SubscribeFilter order)
    {
        if (options.Shared is { } log)
        {
            _awaited.Add(order);
            log.Listen(order.Subscriber, Context.Self);
        }
        else
        {
            Admit(order);
        }
    }

    private void Take(TopicsMessage.Listening news)
    {
        var order = _awaited.Take(news.Subscriber);
        if (news.Problem is { } code)
        {
            order?.Refuse(code);
        }
        else if (order is null)
        {
            options.Shared?.StopListening(news.Subscriber.Filter);
        }
        else
        {
            Admit(order);
        }
    }

    private void Admit(TopicsMessage.SubscribeFilter order)
    {
        _byFilter.Add(order.Subscriber);
        order.Answer();
        TellMatching(order.Subscriber.Filter, topic => new TopicMessage.Join(topic, order.Subscriber));
    }

    private void Unsubscribe(Subscriber subscriber)
    {
        _awaited.TakeBack(subscriber)?.Answer();
        if (_byFilter.Remove(subscriber))
        {
            options.Shared?.StopListening(subscriber.Filter);
            TellMatching(subscriber.Filter, topic => new TopicMessage.Leave(topic, subscriber));
        }
    }

    private void Readmit(TopicsMessage.ReadmitFilter order)
    {
        if (!_awaited.Readmit(order) && _byFilter.Remove(order.Old))
        {
            _byFilter.Add(order.Subscriber);
            TellMatching(order.Subscriber.Filter, topic => new TopicMessage.Rejoin(topic, order.Old, order.Subscriber));
        }
    }

    private void TellMatching(TopicFilter filter, Func<TopicName, TopicMessage> message)
    {
        foreach (var topic in _topics.In(filter))
        {
            topic.Tell(message(topic.Name));
        }
    }

    private void List(TopicsMessage.ListTopics order)
    {
        var matching = _topics.In(order.Filter);
        var listing = Context.Spawn(
            new Props<TopicDescription?>(() => new TopicListingActor(matching.Count, order.ReplyTo)));
        foreach (var topic in matching)
        {
            topic.Tell(new TopicMessage.Describe(topic.Name, listing));
        }
    }
}
