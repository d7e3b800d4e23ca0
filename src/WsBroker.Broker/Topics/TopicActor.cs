using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>One topic: its order, what it remembers, who listens, and the fan-out to them.</summary>
/// <remarks>
/// All publications that wait when a turn begins go out together, as one delivery for each subscriber. Subscribers get
/// them in the order of the topic; each gets a contiguous run of offsets from the one it began with. Publishers get their
/// credit back when their publications have been handed on to the last subscriber. A topic with a store remembers,
/// acknowledges and hands on a publication once it is stored, and what it is told before it is opened waits.
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
    private readonly TopicLog _log = new(settings, options);
    private readonly SubscriberList _subscribers = new();
    private readonly FanOutQueue _fanOut = new(name, settings, options);
    private Appends? _appends;
    private Queue<TopicMessage>? _early;
    private Attendance? _attendance;
    private TopicPosition _top = new(newEpoch, 0);
    private long _agesAt = long.MaxValue;

    /// <summary>The offset that the next publication gets; what waits for the store has had its own already.</summary>
    private long _next = 1;

    /// <summary>Whether nobody would miss it: no subscriber is left but by filters, and nothing is remembered or on its way.</summary>
    private bool IsIdle => _subscribers.NamedCount == 0 && _log.IsEmpty && _early is null && _appends is null or { IsEmpty: true };

    private long Now => Context.Time.GetTimestamp() / (Context.Time.TimestampFrequency / 1000);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        void TellLater() => wheel.Arm(Context.Self, new TopicMessage.PresenceDue(name), Attendance.Pause);
        _attendance = settings is { Presence: true, JoinLeave: true } ? new Attendance(name, _subscribers, _fanOut, TellLater) : null;
        if (settings.Durability is Durability.Disk)
        {
            _early = [];
            _appends = new Appends(options.Store!, Context.Self);
            options.Store!.Open(name, Context.Self);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(TopicMessage message)
    {
        switch (message)
        {
            case TopicMessage.GoOn:
                break;
            case TopicMessage.Aged news:
                RemoveAged(news);
                break;
            case TopicMessage.PresenceDue:
                _attendance!.Tell();
                break;
            case TopicMessage.Opened news:
                Begin(news.Found);
                break;
            case TopicMessage.NotOpened news:
                GiveUp(news.Code);
                break;
            case TopicMessage.Stored news:
                Accept(news.Publication);
                break;
            case TopicMessage.NotStored news:
                Refuse(_appends!.TakeBack(news.Publication), news.Code);
                break;
            case var order when _early is not null:
                _early.Enqueue(order);
                break;
            default:
                Do(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void TurnEnded()
    {
        _fanOut.Serve(_subscribers);
        if (!_fanOut.IsEmpty)
        {
            Context.Self.Tell(new TopicMessage.GoOn(name));
        }
        else if (IsIdle)
        {
            topics.Tell(new TopicsMessage.TopicIdle(name, backlog.Received));
        }
    }

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        var isMissed = failure is not null || !IsIdle;
        _fanOut.GiveUp();
        var code = failure is null ? ErrorCode.TopicRestarted : ErrorCode.TopicFailed;
        Refuse(_appends?.TakeAll() ?? [], ErrorCode.TopicRestarted);
        RefuseEarly(ErrorCode.TopicRestarted);
        _subscribers.TellEnd(name, code, isMissed ? _top.Offset : null);
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
                Leave(_subscribers.Remove(order.Session));
                order.Answer();
                break;
            case TopicMessage.Join order:
                Join(order.Subscriber);
                break;
            case TopicMessage.Leave order:
                _subscribers.Leave(order.Subscriber, settings, name);
                break;
            case TopicMessage.Readmit order:
                Leave(_subscribers.Readmit(order.Subscriber, settings, name));
                break;
            case TopicMessage.Rejoin order:
                Join(_subscribers.Rejoin(order, settings));
                break;
            case TopicMessage.ReadHistory order:
                Read(order);
                break;
            case TopicMessage.ReadPresence order:
                Attendance.Answer(order, settings, _subscribers);
                break;
            case TopicMessage.Describe order:
                order.ReplyTo.Tell(new TopicDescription(name, _subscribers.Count, _log.Count, _top));
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }

        backlog.Receive();
    }

    private void Begin(StoredTopic? stored)
    {
        if (stored is not null)
        {
            _top = stored.Position;
            _next = _top.Offset + 1;
            _log.Load(stored, Now, Context.Time.GetUtcNow().ToUnixTimeMilliseconds());
            Age();
        }

        var early = _early!;
        _early = null;
        foreach (var order in early)
        {
            Do(order);
        }
    }

    private void GiveUp(ErrorCode code)
    {
        RefuseEarly(code);
        Context.StopSelf();
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
            return;
        }

        if (order.Content.Key is { } key && _log.TryFindKey(key, out var earlier))
        {
            AcknowledgeDuplicate(order, earlier);
            return;
        }

        if (_appends is null)
        {
            Accept(Number(order.Content, order.Client), order);
        }
        else if (!_appends.TryAddDuplicate(order))
        {
            _appends.Add(_top.Epoch, Number(order.Content, order.Client), order);
        }
    }

    private ErrorCode? Check(TopicMessage.Publish order) => order.Content.Size switch
    {
        _ when !settings.AdmitsPublish(order.Client, name) => ErrorCode.NotAllowed,
        var size when size > settings.MaxMessageBytes => ErrorCode.MessageTooBig,
        _ => _next > TopicPosition.MaxOffset ? ErrorCode.NoOffsetsLeft : null,
    };

    private Publication Number(Content content, Participant client) =>
        new(name, _top.Epoch, _next++, Context.Time.GetUtcNow().ToUnixTimeMilliseconds(), content, client.Publisher);

    private void Accept(Publication upTo)
    {
        foreach (var (publication, order, isDuplicate) in _appends!.TakeUpTo(upTo))
        {
            if (isDuplicate)
            {
                AcknowledgeDuplicate(order, publication.Offset);
            }
            else
            {
                Accept(publication, order);
            }
        }

        Trim();
    }

    private void Accept(Publication publication, TopicMessage.Publish order)
    {
        _top = _top with { Offset = publication.Offset };
        _log.Add(publication, Now);
        Age();
        Acknowledge(order, publication.Offset, isDuplicate: false);
        _fanOut.Add(publication, order.From);
    }

    private void Refuse(IReadOnlyList<Append> appends, ErrorCode code)
    {
        foreach (var append in appends)
        {
            append.Order.Refuse(code);
        }

        _next = _appends is { IsEmpty: true } ? _top.Offset + 1 : _next;
    }

    private void AcknowledgeDuplicate(TopicMessage.Publish order, long offset)
    {
        Acknowledge(order, offset, isDuplicate: true);
        order.From.Tell(new SessionEvent.CreditReturned(1, order.Content.Size));
    }

    private void Acknowledge(TopicMessage.Publish order, long offset, bool isDuplicate)
    {
        if (!order.Request.IsNone)
        {
            order.From.Tell(new SessionEvent.Published(order.Request, name, _top.Epoch, offset) { IsDuplicate = isDuplicate, Reached = _subscribers.Count });
        }
    }

    private void Subscribe(TopicMessage.Subscribe order)
    {
        var subscriber = order.Subscriber;
        if (!settings.AdmitsSubscribe(subscriber.Client, name))
        {
            order.Refuse(ErrorCode.NotAllowed);
            return;
        }

        // A session that is here by a filter has had the retained one
        bool? recovered = null;
        var first = order.Start is StartAt.Now && _subscribers.Has(subscriber.Session) ? [] : _log.Begin(order.Start, _top, out recovered);
        if (order.IsAnnounced)
        {
            subscriber.Session.Tell(new SessionEvent.Subscribed(order.Request, subscriber.Filter, _top, recovered));
        }

        // A session that is here by a filter may have some of it on the way to it already
        var next = _subscribers.NextFor(subscriber.Session, _top.Offset + 1);
        first.RemoveAll(publication => publication.Offset >= next);
        _fanOut.Begin(subscriber, first);
        _subscribers.Add(subscriber, next);
        _attendance?.Join(subscriber);
        subscriber.Session.Tell(SessionEvent.CreditReturned.OneCommand);
    }

    private void Leave(Subscriber? gone) => _attendance?.Leave(gone);

    private void Join(Subscriber? subscriber)
    {
        if (subscriber is not null && settings.AdmitsSubscribe(subscriber.Client, name, subscriber.Filter))
        {
            _fanOut.Begin(subscriber, _subscribers.Has(subscriber.Session) ? [] : _log.Begin(StartAt.Now.Instance, _top, out _));
            _subscribers.Join(subscriber, _top.Offset + 1);
        }
    }

    private void Read(TopicMessage.ReadHistory order)
    {
        if (!settings.AdmitsSubscribe(order.Client, name))
        {
            order.Refuse(ErrorCode.NotAllowed);
            return;
        }

        order.Answer(new SessionEvent.HistoryRead(order.Request, name, _top, _log.Read(order.Part)) { MayBeCompressed = settings.Compression });
    }

    private void Age()
    {
        var now = Now;
        var next = _log.NextAgeing(now);
        if (next < _agesAt)
        {
            wheel.Arm(Context.Self, new TopicMessage.Aged(name, next), TimeSpan.FromMilliseconds(next - now));
            _agesAt = next;
        }
    }

    private void RemoveAged(TopicMessage.Aged news)
    {
        if (news.At == _agesAt)
        {
            _agesAt = long.MaxValue;
            _log.RemoveAged(Now);
            Trim();
            Age();
        }
    }

    // Not from what waits for the store: that will be remembered once it is stored
    private void Trim() => _appends?.Trim(name, _log.FirstKept(_top.Offset + 1));
}
