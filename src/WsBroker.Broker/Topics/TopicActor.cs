using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>One topic: its order, its history, who listens, and the fan-out to them.</summary>
/// <remarks>
/// All publications that wait when a turn begins go out together, as one delivery for each subscriber. Subscribers get
/// them in the order of the topic; each gets a contiguous run of offsets from the one it began with. Publishers get their
/// credit back when their publications have been handed on to the last subscriber.
/// </remarks>
internal sealed class TopicActor(
    TopicName name,
    string epoch,
    TopicOptions options,
    DeadlineWheel<TopicMessage> wheel,
    Backlog backlog,
    ActorRef<TopicsMessage> topics)
    : Actor<TopicMessage>
{
    private readonly TopicSettings _settings = options.Rules.For(name);
    private readonly TopicHistory _history = new(options);
    private readonly SubscriberList _subscribers = new();
    private readonly Queue<FanOut> _fanOuts = new();
    private FanOut? _gathering;
    private long _offset;
    private bool _isAgeing;

    private TopicPosition Position => new(epoch, _offset);

    /// <inheritdoc/>
    protected override void Receive(TopicMessage message)
    {
        switch (message)
        {
            case TopicMessage.GoOn:
                return;
            case TopicMessage.HistoryAged:
                RemoveAged();
                return;
            case TopicMessage.Publish order:
                Publish(order);
                break;
            case TopicMessage.Subscribe order:
                Subscribe(order);
                break;
            case TopicMessage.Unsubscribe order:
                _subscribers.Remove(order.Session);
                order.Answer();
                break;
            case TopicMessage.Join order:
                _subscribers.Join(order.Subscriber, _offset + 1);
                break;
            case TopicMessage.Leave order:
                _subscribers.Leave(order.Subscriber.Session);
                break;
            case TopicMessage.ReadHistory order:
                order.ReplyTo.Tell(new SessionEvent.HistoryRead(order.Request, name, Position, Read(order.Part))
                {
                    MayBeCompressed = _settings.Compression,
                });
                break;
            case TopicMessage.Describe order:
                order.ReplyTo.Tell(new TopicDescription(name, _subscribers.Count, _history.Count, Position));
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }

        backlog.Receive();
    }

    /// <inheritdoc/>
    protected override void TurnEnded()
    {
        var budget = options.FanOutChunk;
        while (_fanOuts.TryPeek(out var fanOut) && fanOut.Serve(_subscribers, ref budget))
        {
            fanOut.ReturnCredit();
            _fanOuts.Dequeue();
        }

        if (_fanOuts.Count > 0)
        {
            Context.Self.Tell(new TopicMessage.GoOn(name));
        }
        else if (_subscribers.NamedCount == 0 && _history.Count == 0)
        {
            topics.Tell(new TopicsMessage.TopicIdle(name, backlog.Received));
        }
    }

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        foreach (var fanOut in _fanOuts)
        {
            fanOut.ReturnCredit();
        }

        var code = failure is null ? ErrorCode.TopicRestarted : ErrorCode.TopicFailed;
        foreach (ref readonly var entry in _subscribers.Entries)
        {
            entry.Named?.Session.Tell(
                new SessionEvent.SubscriptionEnded(TopicFilter.Of(name), code) { Subscriber = entry.Named });
        }
    }

    private void Publish(TopicMessage.Publish order)
    {
        if (order.Content.Key is { } key && _history.TryFind(key, out var earlier))
        {
            Acknowledge(order, earlier.Offset, isDuplicate: true);
            order.From.Tell(new SessionEvent.CreditReturned(1, order.Content.Size));
            return;
        }

        var at = Context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var publication = new Publication(name, ++_offset, at, order.Content, order.Publisher);
        Keep(publication);
        Acknowledge(order, publication.Offset);
        Gather(publication, order.From);
    }

    private void Acknowledge(TopicMessage.Publish order, long offset, bool isDuplicate = false)
    {
        if (!order.Request.IsNone)
        {
            order.From.Tell(new SessionEvent.Published(order.Request, name, epoch, offset) { IsDuplicate = isDuplicate });
        }
    }

    private void Keep(Publication publication)
    {
        _history.Add(publication);
        if (!_isAgeing && _history.Count > 0)
        {
            Age(options.HistoryAge);
        }
    }

    private void Age(TimeSpan after)
    {
        wheel.Arm(Context.Self, new TopicMessage.HistoryAged(name), after);
        _isAgeing = true;
    }

    private void Gather(Publication publication, ActorRef<SessionMessage> from)
    {
        if (_gathering is not { IsGathering: true } || _gathering.Bytes >= options.MaxDeliveryBytes)
        {
            _gathering = new FanOut(_settings);
            _fanOuts.Enqueue(_gathering);
        }

        _gathering.Add(publication, from);
    }

    private void Subscribe(TopicMessage.Subscribe order)
    {
        var subscriber = order.Subscriber;
        var missed = order.Start switch
        {
            StartAt.Last last => _history.Last(last.Count),
            StartAt.After after when CanRecover(after.Position) => _history.After(after.Position.Offset, int.MaxValue),
            _ => null,
        };

        if (!order.Request.IsNone)
        {
            bool? recovered = order.Start is StartAt.After ? missed is not null : null;
            subscriber.Session.Tell(new SessionEvent.Subscribed(order.Request, subscriber.Filter, Position, recovered));
        }

        // A session that is here by a filter may have some of it on the way to it already
        var next = _subscribers.NextFor(subscriber.Session, _offset + 1);
        missed?.RemoveAll(publication => publication.Offset >= next);
        if (missed is { Count: > 0 })
        {
            subscriber.Session.Tell(FanOut.Encode(FanOut.FormOf(subscriber, _settings), missed));
        }

        _subscribers.Add(subscriber, next);
    }

    private bool CanRecover(TopicPosition since) =>
        string.Equals(since.Epoch, epoch, StringComparison.Ordinal) && _history.ReachesBackTo(since.Offset, _offset);

    private List<Publication> Read(HistoryPart part) => part switch
    {
        HistoryPart.After after => _history.After(after.Offset, after.Count),
        HistoryPart.Before before => _history.Before(before.Offset, before.Count),
        _ => _history.Last(part.Count),
    };

    private void RemoveAged()
    {
        var now = Context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var age = (long)options.HistoryAge.TotalMilliseconds;
        _history.RemoveOlderThan(now - age + 1);
        _isAgeing = false;
        if (_history.Count > 0)
        {
            Age(TimeSpan.FromMilliseconds(_history.OldestAt + age - now));
        }
    }
}
