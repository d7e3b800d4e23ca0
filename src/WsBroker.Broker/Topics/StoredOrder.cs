using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>The order of a topic whose log a store keeps: what comes is next, and counts once it is stored.</summary>
/// <remarks>What the topic is told before the store has opened it waits.</remarks>
/// <param name="topic">The topic.</param>
/// <param name="store">The store.</param>
internal sealed class StoredOrder(TopicState topic, ITopicStore store) : TopicOrder(topic)
{
    private readonly Appends _appends = new(store, topic.Context.Self);
    private bool _isOpen;

    /// <summary>The offset that the next publication gets; what waits for the store has had its own already.</summary>
    private long _next = 1;

    /// <inheritdoc/>
    public override bool IsIdle => _isOpen && _appends.IsEmpty && Topic.Log.IsEmpty;

    /// <inheritdoc/>
    public override bool HasOffsets => _next <= TopicPosition.MaxOffset;

    /// <inheritdoc/>
    public override void Begin() => store.Open(Topic.Name, Topic.Context.Self);

    /// <inheritdoc/>
    public override bool Admits(TopicMessage message, bool isFirst) => _isOpen;

    /// <inheritdoc/>
    public override void Publish(TopicMessage.Publish order)
    {
        if (order.Content.Key is { } key && Topic.Log.TryFindKey(key, out var earlier))
        {
            Topic.AcknowledgeDuplicate(order, Topic.Top with { Offset = earlier });
        }
        else if (!_appends.TryAddDuplicate(order))
        {
            var publication = new Publication(Topic.Name, Topic.Top.Epoch, _next++, Topic.UtcNow, order.Content, order.Client.Publisher);
            _appends.Add(Topic.Top.Epoch, publication, order);
        }
    }

    /// <inheritdoc/>
    public override bool Take(TopicMessage news)
    {
        switch (news)
        {
            case TopicMessage.Opened opened:
                Open(opened.Found);
                return true;
            case TopicMessage.NotOpened failed:
                Problem = failed.Code;
                Topic.Context.StopSelf();
                return true;
            case TopicMessage.Stored stored:
                Accept(stored.Publication);
                return false;
            case TopicMessage.NotStored failed:
                Refuse(_appends.TakeBack(failed.Publication), failed.Code);
                return false;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public override void Aged() => Trim();

    /// <inheritdoc/>
    public override void End(ErrorCode code) => Refuse(_appends.TakeAll(), code);

    private void Open(StoredTopic? stored)
    {
        _isOpen = true;
        if (stored is not null)
        {
            Topic.Load(stored, Topic.UtcNow);
            _next = Topic.Top.Offset + 1;
        }
    }

    private void Accept(Publication upTo)
    {
        foreach (var (publication, order, isDuplicate) in _appends.TakeUpTo(upTo))
        {
            if (isDuplicate)
            {
                Topic.AcknowledgeDuplicate(order, Topic.Top with { Offset = publication.Offset });
            }
            else
            {
                Topic.Accept(publication, order);
            }
        }

        Trim();
    }

    private void Refuse(IReadOnlyList<Append> appends, ErrorCode code)
    {
        foreach (var append in appends)
        {
            append.Order.Refuse(code);
        }

        _next = _appends.IsEmpty ? Topic.Top.Offset + 1 : _next;
    }

    // Not from what waits for the store: that will be remembered once it is stored
    private void Trim() => _appends.Trim(Topic.Name, Topic.Log.FirstKept(Topic.Top.Offset + 1));
}
