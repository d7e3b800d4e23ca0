using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Overflow;

/// <summary>One place in what is held for a subscriber: a publication, or the gap that is left of some, or other news.</summary>
/// <remarks>It has a place in two lists: of all that is held, and of what is held of the same topic.</remarks>
internal sealed class HeldEntry
{
    private HeldEntry(HeldTopic? topic, long offset)
    {
        (Topic, From, To) = (topic, offset, offset);
        Place = new LinkedListNode<HeldEntry>(this);
        PlaceInTopic = topic is null ? null : new LinkedListNode<HeldEntry>(this);
    }

    /// <summary>A publication.</summary>
    public static HeldEntry Of(HeldTopic topic, LossyPublication publication) =>
        new(topic, publication.Offset) { Publication = publication };

    /// <summary>A gap of one offset.</summary>
    public static HeldEntry Gap(HeldTopic topic, long offset) => new(topic, offset);

    /// <summary>News that come behind all that is held.</summary>
    public static HeldEntry Of(SessionEvent news) => new(topic: null, 0) { News = news };

    /// <summary>Whose it is; null for news.</summary>
    public HeldTopic? Topic { get; }

    /// <summary>The publication, while it has not been dropped.</summary>
    public LossyPublication? Publication { get; private set; }

    /// <summary>What else is told, or null.</summary>
    public SessionEvent? News { get; private init; }

    /// <summary>The first offset.</summary>
    public long From { get; }

    /// <summary>The last offset.</summary>
    public long To { get; private set; }

    /// <summary>Where it stands among all.</summary>
    public LinkedListNode<HeldEntry> Place { get; }

    /// <summary>Where it stands among those of its topic; null for news.</summary>
    public LinkedListNode<HeldEntry>? PlaceInTopic { get; }

    /// <summary>Whether all that is left is to tell what was lost.</summary>
    public bool IsGap => Publication is null && News is null;

    /// <summary>Whether it may be dropped for something newer.</summary>
    public bool MayGo => Publication is { Topic.LetsOlderGo: true };

    /// <summary>Drops the publication; a gap is left.</summary>
    public void Drop() => Publication = null;

    /// <summary>Makes one gap of two, if nothing lies between them: neither what is kept, nor what was never for the subscriber.</summary>
    public bool TryTakeUp(HeldEntry? next)
    {
        if (!IsGap || next is not { IsGap: true } || next.From != To + 1)
        {
            return false;
        }

        To = next.To;
        return true;
    }
}
