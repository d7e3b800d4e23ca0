using System.Runtime.InteropServices;
using WsBroker.Actors;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>The subscribers of one topic, each once, with the offset that is the next for it.</summary>
/// <remarks>
/// Belongs to one topic's actor. A fan-out walks it from the end to the front and may stop half-way: removing moves the
/// last subscriber, which was served already, to a place that may still be ahead, and its next offset tells that it was.
/// </remarks>
/// <param name="occupancy">Is told how many there are; null if nobody wants to know.</param>
internal sealed class SubscriberList(Occupancy? occupancy = null)
{
    /// <summary>Up to so many subscribers are found by looking at each; an index costs more memory than it saves time.</summary>
    private const int MaxWithoutIndex = 8;

    private readonly List<Entry> _entries = [];
    private Dictionary<ActorRef<SessionMessage>, int>? _index;

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>How many of them subscribed to the topic by its name.</summary>
    public int NamedCount { get; private set; }

    /// <summary>How many of these want to be told who comes and goes.</summary>
    public int WatcherCount { get; private set; }

    /// <summary>All of them, in no order, until the list is changed.</summary>
    public Span<Entry> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>The offset that is next for a session, or <paramref name="otherwise"/> if it is not here.</summary>
    public long NextFor(ActorRef<SessionMessage> session, long otherwise)
    {
        var at = Find(session);
        return at < 0 ? otherwise : _entries[at].Next;
    }

    /// <summary>Adds a subscription by name; for a session that is here already, its newest subscription says how.</summary>
    public void Add(Subscriber subscriber, long next)
    {
        ref var entry = ref FindOrAdd(subscriber, next);
        NamedCount += entry.Named is null ? 1 : 0;
        WatcherCount += (subscriber.WantsPresence ? 1 : 0) - (entry.Named is { WantsPresence: true } ? 1 : 0);
        entry.Named = subscriber;
        occupancy?.Note(NamedCount);
    }

    /// <summary>Whether a session is here, by name or by a filter.</summary>
    public bool Has(ActorRef<SessionMessage> session) => Find(session) >= 0;

    /// <summary>Whether a subscription by name is here.</summary>
    public bool Has(Subscriber subscriber)
    {
        var at = Find(subscriber.Session);
        return at >= 0 && ReferenceEquals(_entries[at].Named, subscriber);
    }

    /// <summary>Who is here by name, in no order.</summary>
    /// <param name="most">At most so many.</param>
    public List<Participant> ListPresent(int most) =>
        [.. _entries.Where(static entry => entry.Named is not null).Take(most).Select(static entry => entry.Named!.Client)];

    /// <summary>The subscriptions by name that want to be told who comes and goes.</summary>
    public List<Subscriber> ListWatchers() =>
        [.. _entries.Where(static entry => entry.Named is { WantsPresence: true }).Select(static entry => entry.Named!)];

    /// <summary>A subscription by name, if there is one, is as this from now on.</summary>
    public void Replace(Subscriber subscriber)
    {
        var at = Find(subscriber.Session);
        if (at >= 0 && _entries[at].Named is not null)
        {
            Entries[at].Named = subscriber;
            Entries[at].Subscriber = subscriber;
        }
    }

    /// <summary>Adds a subscription by filter.</summary>
    public void Join(Subscriber subscriber, long next) => FindOrAdd(subscriber, next).ByFilters++;

    /// <summary>Takes a subscription by name back.</summary>
    /// <returns>It, or null if there is none.</returns>
    public Subscriber? Remove(ActorRef<SessionMessage> session)
    {
        var at = Find(session);
        if (at < 0 || _entries[at].Named is not { } named)
        {
            return null;
        }

        Entries[at].Named = null;
        NamedCount--;
        WatcherCount -= named.WantsPresence ? 1 : 0;
        RemoveIfNothingIsLeft(at);
        occupancy?.Note(NamedCount);
        return named;
    }

    /// <summary>Takes a subscription by filter back. Nothing happens if there is none.</summary>
    public void Leave(ActorRef<SessionMessage> session)
    {
        var at = Find(session);
        if (at >= 0 && _entries[at].ByFilters > 0)
        {
            Entries[at].ByFilters--;
            RemoveIfNothingIsLeft(at);
        }
    }

    /// <summary>Tells all that the topic has ended.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="code">Why, for who subscribed by name.</param>
    /// <param name="top">Its last offset, for who subscribed by filter; null if these miss nothing.</param>
    public void TellEnd(TopicName topic, ErrorCode code, long? top)
    {
        foreach (ref readonly var entry in Entries)
        {
            entry.Named?.Session.Tell(
                new SessionEvent.SubscriptionEnded(TopicFilter.Of(topic), code) { Subscriber = entry.Named });
            if (top is { } last && entry.ByFilters > 0)
            {
                entry.Subscriber.Session.Tell(new SessionEvent.TopicEnded(topic, entry.Next, last));
            }
        }

        occupancy?.Note(subscribers: 0);
    }

    /// <summary>Tells all that the order goes on somewhere else: who subscribed by name is out, who did by filter goes on from there.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="code">Why, for who subscribed by name.</param>
    /// <param name="last">The last offset that is missed, for who subscribed by filter.</param>
    /// <param name="next">The offset that is next.</param>
    public void BeginAnew(TopicName topic, ErrorCode code, long last, long next)
    {
        TellEnd(topic, code, last);
        foreach (var named in _entries.Where(static entry => entry.Named is not null).Select(static entry => entry.Named!.Session).ToList())
        {
            Remove(named);
        }

        foreach (ref var entry in Entries)
        {
            entry.Next = next;
        }
    }

    private ref Entry FindOrAdd(Subscriber subscriber, long next)
    {
        var at = Find(subscriber.Session);
        if (at < 0)
        {
            at = _entries.Count;
            if (at == 0)
            {
                // Most topics have one subscriber, and a list would begin with room for four
                _entries.Capacity = 1;
            }

            _entries.Add(new Entry { Next = next });
            _index?.Add(subscriber.Session, at);
        }

        ref var entry = ref Entries[at];
        entry.Subscriber = subscriber;
        if (_index is null && _entries.Count > MaxWithoutIndex)
        {
            BuildIndex();
        }

        return ref entry;
    }

    private void RemoveIfNothingIsLeft(int at)
    {
        var entry = _entries[at];
        if (entry.Named is not null || entry.ByFilters > 0)
        {
            return;
        }

        var last = _entries.Count - 1;
        _entries[at] = _entries[last];
        _entries.RemoveAt(last);
        if (_index is not null)
        {
            _index[_entries.Count > at ? _entries[at].Subscriber.Session : entry.Subscriber.Session] = at;
            _index.Remove(entry.Subscriber.Session);
        }

        if (_entries.Count == 0)
        {
            _entries.Capacity = 0;
            _index = null;
        }
    }

    private int Find(ActorRef<SessionMessage> session)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(session, -1);
        }

        for (var at = 0; at < _entries.Count; at++)
        {
            if (ReferenceEquals(_entries[at].Subscriber.Session, session))
            {
                return at;
            }
        }

        return -1;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<ActorRef<SessionMessage>, int>(_entries.Count * 2);
        for (var at = 0; at < _entries.Count; at++)
        {
            _index.Add(_entries[at].Subscriber.Session, at);
        }
    }

    /// <summary>One subscriber, and how it came here.</summary>
    internal struct Entry
    {
        /// <summary>The subscriber, as its newest subscription has it.</summary>
        public Subscriber Subscriber;

        /// <summary>The offset of the first publication that it has not been told yet.</summary>
        public long Next;

        /// <summary>How many of its filters match the topic.</summary>
        public int ByFilters;

        /// <summary>Its subscription to the topic by name, or null if it has none.</summary>
        public Subscriber? Named;
    }
}
