using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>One topic: its order, what it remembers, who listens, and the fan-out to them.</summary>
/// <remarks>
/// All publications that wait when a turn begins go out together, as one delivery for each subscriber. Subscribers get
/// them in the order of the topic; each gets a contiguous run of offsets from the one it began with. Publishers get their
/// credit back when their publications have been handed on to the last subscriber. Which publication is next, and when it
/// counts, its <see cref="TopicOrder"/> says: at once, once it is stored, or as several nodes have it.
/// </remarks>
internal sealed class TopicActor(
    TopicName name,
    string newEpoch,
    TopicSettings settings,
    TopicOptions options,
    DeadlineWheel<TopicMessage> wheel,
    Backlog backlog,
    ActorRef<TopicsMessage> topics)
    : Actor<TopicMessage>
{
    private readonly TopicState _state = new(name, newEpoch, settings, options, wheel);
    private TopicOrder? _order;
    private Queue<TopicMessage>? _early;

    /// <summary>Whether nobody would miss it: no subscriber is left but by filters, and nothing is remembered or on its way.</summary>
    private bool IsIdle => _state.Subscribers.NamedCount == 0 && _early is null && _order is null or { IsIdle: true };

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _state.Begin(Context);
        _order = TopicOrder.Of(_state, topics);
        _order.Begin();
    }

    /// <inheritdoc/>
    protected override void Receive(TopicMessage message)
    {
        switch (message)
        {
            case TopicMessage.Publish when _early is null && _order!.Admits(message, isFirst: true):
                Do(message);
                break;
            case TopicMessage.GoOn:
                break;
            case TopicMessage.Aged news:
                RemoveAged(news);
                break;
            case TopicMessage.PresenceDue:
                _state.Presence!.Tell();
                break;
            case SharedPresenceNews news:
                _state.Presence?.Take(news);
                break;
            case TopicMessage.Woken news:
                backlog.Receive();
                Take(news.News);
                break;
            case SharedNews or TopicMessage.Opened or TopicMessage.NotOpened or TopicMessage.Stored or TopicMessage.NotStored:
                Take(message);
                break;
            case var order when _order!.Admits(order, _early is null):
                Do(order);
                break;
            default:
                (_early ??= []).Enqueue(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void TurnEnded()
    {
        _order!.TurnEnded();
        _state.FanOut.Serve(_state.Subscribers);
        if (!_state.FanOut.IsEmpty)
        {
            Context.Self.Tell(new TopicMessage.GoOn(_state.Name));
        }
        else if (IsIdle && _order.MayBeLetGo())
        {
            topics.Tell(new TopicsMessage.TopicIdle(_state.Name, backlog.Received) { IsAwaited = _state.IsAwaited() });
        }
    }

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        if (failure is not null)
        {
            topics.Tell(new TopicsMessage.TopicFailed(_state.Name));
        }

        var isMissed = failure is not null || _state.EndsWith is not null || !IsIdle;
        _state.FanOut.GiveUp();
        var code = failure is null ? _state.EndsWith ?? ErrorCode.TopicRestarted : ErrorCode.TopicFailed;
        _order?.End(_state.EndsWith ?? ErrorCode.TopicRestarted);
        RefuseEarly(_state.EndsWith ?? ErrorCode.TopicRestarted);
        _state.Presence?.End();
        if (failure is not null || _state.EndsWith is not null)
        {
            // Before subscribers hear of it: who comes back at once is not sent here any more
            topics.Tell(new TopicsMessage.TopicEnded(_state.Name, Context.Self));
        }

        _state.Subscribers.TellEnd(_state.Name, code, isMissed ? _state.Top.Offset : null);
        _state.Log.Clear();
    }

    private void Do(TopicMessage message)
    {
        switch (message)
        {
            case TopicMessage.Publish order:
                Publish(order);
                break;
            case TopicMessage.Subscribe order:
                Subscribe(order);
                break;
            case TopicMessage.Unsubscribe order:
                Leave(order);
                break;
            case TopicMessage.Join order:
                Join(order.Subscriber, order.WasHere);
                break;
            case TopicMessage.Leave order:
                _state.Subscribers.Leave(order.Subscriber, _state.Settings, _state.Name);
                break;
            case TopicMessage.Readmit order:
                Leave(_state.Subscribers.Readmit(order.Subscriber, _state.Settings, _state.Name));
                break;
            case TopicMessage.Rejoin order:
                Join(_state.Subscribers.Rejoin(order, _state.Settings), wasHere: false);
                break;
            case TopicMessage.ReadHistory order:
                Read(order);
                break;
            case TopicMessage.ReadPresence order:
                TopicPresence.Answer(order, _state);
                break;
            case TopicMessage.Describe order:
                order.ReplyTo.Tell(new TopicDescription(_state.Name, _state.Subscribers.Count, _state.Log.Count, _state.Top));
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }

        backlog.Receive();
    }

    private void Take(TopicMessage news)
    {
        if (!_order!.Take(news))
        {
            return;
        }

        var early = _early ?? [];
        if (_order.Problem is { } code)
        {
            RefuseEarly(code);
            return;
        }

        // Those come first who were here before the topic: they are to hear what has come since
        _early = null;
        while (early.TryPeek(out var first) && first is TopicMessage.Join)
        {
            Do(early.Dequeue());
        }

        _order.CatchUp();
        foreach (var order in early)
        {
            Do(order);
        }
    }

    private void RefuseEarly(ErrorCode code)
    {
        foreach (var order in _early ?? [])
        {
            order.Refuse(code);
        }

        _early?.Clear();
    }

    private void Publish(TopicMessage.Publish order)
    {
        if (Check(order) is { } code)
        {
            order.Refuse(code);
        }
        else
        {
            _order!.Publish(order);
        }
    }

    private ErrorCode? Check(TopicMessage.Publish order) => order.Content.Size switch
    {
        _ when !_state.Settings.AdmitsPublish(order.Client, _state.Name) => ErrorCode.NotAllowed,
        var size when size > _state.Settings.MaxMessageBytes => ErrorCode.MessageTooBig,
        _ => _order!.HasOffsets ? null : ErrorCode.NoOffsetsLeft,
    };

    private void Subscribe(TopicMessage.Subscribe order)
    {
        var (subscriber, top) = (order.Subscriber, _state.Top);
        if (!_state.Settings.AdmitsSubscribe(subscriber.Client, _state.Name))
        {
            order.Refuse(ErrorCode.NotAllowed);
            return;
        }

        // A session that is here by a filter has had the retained one
        bool? recovered = null;
        var first = order.Start is StartAt.Now && _state.Subscribers.Has(subscriber.Session) ? [] : _state.Log.Begin(order.Start, top, out recovered);
        if (order.IsAnnounced)
        {
            subscriber.Session.Tell(new SessionEvent.Subscribed(order.Request, subscriber.Filter, top, recovered));
        }

        // A session that is here by a filter may have some of it on the way to it already
        var next = _state.Subscribers.NextFor(subscriber.Session, top.Offset + 1);
        first.RemoveAll(publication => publication.Offset >= next);
        _state.FanOut.Begin(subscriber, first);
        _state.Subscribers.Add(subscriber, next);
        _state.Presence?.Join(subscriber);
        subscriber.Session.Tell(SessionEvent.CreditReturned.OneCommand);
    }

    private void Leave(TopicMessage.Unsubscribe order)
    {
        var gone = _state.Subscribers.Remove(order.Session);
        if (gone is not null)
        {
            _state.Await(order.AwaitedFor);
        }

        Leave(gone);
        order.Answer();
    }

    private void Leave(Subscriber? gone) => _state.Presence?.Leave(gone);

    private void Join(Subscriber? subscriber, bool wasHere)
    {
        if (subscriber is not null && _state.Settings.AdmitsSubscribe(subscriber.Client, _state.Name, subscriber.Filter))
        {
            var hasHeard = wasHere || _state.Subscribers.Has(subscriber.Session);
            _state.FanOut.Begin(subscriber, hasHeard ? [] : _state.Log.Begin(StartAt.Now.Instance, _state.Top, out _));
            _state.Subscribers.Join(subscriber, _state.Top.Offset + 1);
        }
    }

    private void Read(TopicMessage.ReadHistory order)
    {
        if (!_state.Settings.AdmitsSubscribe(order.Client, _state.Name))
        {
            order.Refuse(ErrorCode.NotAllowed);
            return;
        }

        order.Answer(new SessionEvent.HistoryRead(order.Request, _state.Name, _state.Top, _state.Log.Read(order.Part)) { MayBeCompressed = _state.Settings.Compression });
    }

    private void RemoveAged(TopicMessage.Aged news)
    {
        if (_state.RemoveAged(news))
        {
            _order!.Aged();
        }
    }
}
