using WsBroker.Actors;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>What is not handed on to all subscribers of one topic yet, in order.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
/// <param name="name">The topic.</param>
/// <param name="settings">The topic's.</param>
/// <param name="options">The node's.</param>
internal sealed class FanOutQueue(TopicName name, TopicSettings settings, TopicOptions options)
{
    private readonly LossyTopic? _lossy = LossyTopic.Of(name, settings);

    // Null until something is published: very many topics only listen
    private Queue<HandOut>? _waiting;
    private FanOut? _gathering;

    /// <summary>Whether all are handed on.</summary>
    public bool IsEmpty => _waiting is null or { Count: 0 };

    /// <summary>Adds the topic's next publication; what is added in one turn goes out together.</summary>
    public void Add(Publication publication, ActorRef<SessionMessage> from)
    {
        if (_gathering is not { IsGathering: true } || _gathering.Bytes >= options.MaxDeliveryBytes)
        {
            _gathering = new FanOut(settings, _lossy);
            _waiting ??= new Queue<HandOut>();
            _waiting.Enqueue(_gathering);
        }

        _gathering.Add(publication, from);
    }

    /// <summary>Adds something that goes out between the publications before it and those after it.</summary>
    public void Add(HandOut handOut)
    {
        _waiting ??= new Queue<HandOut>();
        _waiting.Enqueue(handOut);
        _gathering = null;
    }

    /// <summary>Hands on to one subscriber, at once, what it begins with: nothing that is added meanwhile.</summary>
    public void Begin(Subscriber subscriber, List<Publication> publications)
    {
        if (publications.Count > 0)
        {
            subscriber.Session.Tell(FanOut.Encode(FanOut.FormOf(subscriber, settings), publications, _lossy) with { IsBeginning = true });
        }
    }

    /// <summary>Serves as many subscribers as one turn may, and gives back the credit of what all have.</summary>
    public void Serve(SubscriberList subscribers)
    {
        var budget = options.FanOutChunk;
        while (_waiting is not null && _waiting.TryPeek(out var fanOut) && fanOut.Serve(subscribers, ref budget))
        {
            fanOut.ReturnCredit();
            _waiting.Dequeue();
            if (fanOut is FanOut { Count: var publications, Deliveries: var deliveries })
            {
                options.Traffic?.Add(publications, deliveries);
            }
        }

        if (IsEmpty)
        {
            // What was handed on must not be kept in memory by a topic that falls silent
            _gathering = null;
        }
    }

    /// <summary>Serves all subscribers, however many turns that would be.</summary>
    public void ServeAll(SubscriberList subscribers)
    {
        while (!IsEmpty)
        {
            Serve(subscribers);
        }
    }

    /// <summary>Gives back the credit of all that waits; it is not handed on.</summary>
    public void GiveUp()
    {
        foreach (var fanOut in _waiting ?? [])
        {
            fanOut.ReturnCredit();
        }
    }
}
