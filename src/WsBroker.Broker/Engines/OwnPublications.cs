using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>
/// What this node publishes to one shared topic: gathered while a batch is on its way, then sent as the next, then placed, until the topic has
/// come that far.
/// </summary>
/// <remarks>Belongs to one topic's actor. One batch at a time: so a topic's publications stay in order, and share round trips the more the longer these take.</remarks>
/// <param name="topic">The topic.</param>
/// <param name="log">Where they are appended.</param>
internal sealed class OwnPublications(TopicState topic, ISharedLog log)
{
    private const int MaxBatch = 512;

    private readonly Queue<TopicMessage.Publish> _gathered = [];
    private readonly Dictionary<long, (TopicMessage.Publish Order, long At, long Before)> _placed = [];
    private string _epoch = "";
    private SharedBatch? _underWay;

    /// <summary>Whether there is nothing of which anybody waits for something.</summary>
    public bool IsEmpty => _underWay is null && _gathered.Count == 0 && _placed.Count == 0;

    /// <summary>Whether the topic has not come as far as all that is placed.</summary>
    public bool HavePlaced => _placed.Count > 0;

    /// <summary>Adds one.</summary>
    public void Add(TopicMessage.Publish order)
    {
        if (_gathered.Count >= topic.Options.MaxWaitingMessages)
        {
            order.Refuse(ErrorCode.Busy);
        }
        else
        {
            _gathered.Enqueue(order);
        }
    }

    /// <summary>Sends what was gathered, unless something is on its way.</summary>
    public void Send()
    {
        if (_underWay is null && _gathered.Count > 0)
        {
            var orders = new List<TopicMessage.Publish>(Math.Min(_gathered.Count, MaxBatch));
            for (long bytes = 0; orders.Count < MaxBatch && bytes < topic.Options.MaxDeliveryBytes && _gathered.TryDequeue(out var order);)
            {
                orders.Add(order);
                bytes += order.Content.Size;
            }

            _underWay = new SharedBatch(topic.Name, topic.Seen, orders);
            log.Append(_underWay, topic.Settings, topic.Context.Self);
        }
    }

    /// <summary>Whether this is the batch that is on its way.</summary>
    public bool AreUnderWay(SharedBatch? batch) => batch is not null && ReferenceEquals(batch, _underWay);

    /// <summary>The batch is stored: publishers are told, and what is new has its place.</summary>
    public void Place(SharedNews.Appended news)
    {
        _underWay = null;
        GiveUpOthersThan(news.Epoch);
        var before = news.Before;
        for (var index = 0; index < news.Places.Count; index++)
        {
            var (order, place) = (news.Batch.Orders[index], news.Places[index]);
            var position = new TopicPosition(news.Epoch, place.Offset);
            if (place.IsDuplicate)
            {
                topic.AcknowledgeDuplicate(order, position);
            }
            else
            {
                topic.Acknowledge(order, position, isDuplicate: false);
                ReturnCredit(place.Offset);
                _placed[place.Offset] = (order, news.At, before);
                before = news.At;
            }
        }
    }

    /// <summary>The batch is not stored, or nobody can tell: it is refused, and all that has gathered behind it.</summary>
    public void Refuse(ErrorCode code)
    {
        foreach (var order in _underWay?.Orders ?? [])
        {
            order.Refuse(code);
        }

        _underWay = null;
        while (_gathered.TryDequeue(out var order))
        {
            order.Refuse(code);
        }
    }

    /// <summary>The publication that follows on what was seen, if it is one of these and has been placed behind that.</summary>
    public Publication? FindNext(SeenTop seen) => seen.Position.Offset + 1 is var offset && _placed.TryGetValue(offset, out var placed) && seen.WasTakenAt(placed.Before)
        ? new Publication(topic.Name, _epoch, offset, placed.At, placed.Order.Content, placed.Order.Client.Publisher)
        : null;

    /// <summary>The topic has come to a publication: whose it is.</summary>
    public ActorRef<SessionMessage> Take(long offset) =>
        _placed.Count > 0 && _placed.Remove(offset, out var placed) ? placed.Order.From : Elsewhere.Instance;

    /// <summary>The topic goes on from there: credit for what it will not come to any more is given back.</summary>
    public void GiveUpTo(TopicPosition at)
    {
        GiveUpOthersThan(at.Epoch);
        foreach (var offset in _placed.Keys.Where(offset => offset <= at.Offset).ToList())
        {
            ReturnCredit(offset);
        }
    }

    /// <summary>Gives back the credit for all that is placed.</summary>
    public void GiveUpAll()
    {
        foreach (var offset in _placed.Keys.ToList())
        {
            ReturnCredit(offset);
        }
    }

    private void GiveUpOthersThan(string epoch)
    {
        if (!string.Equals(_epoch, epoch, StringComparison.Ordinal))
        {
            GiveUpAll();
            _epoch = epoch;
        }
    }

    // There may be none, and what stands in a new one's place has been lost by the log
    private void ReturnCredit(long offset)
    {
        if (_placed.Remove(offset, out var placed))
        {
            placed.Order.From.Tell(new SessionEvent.CreditReturned(1, placed.Order.Content.Size));
        }
    }
}
