using System.Buffers;
using WsBroker.Actors;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>
/// Publications that go out together: one delivery for each subscriber, encoded once for each wire form, and a mark of
/// how far the subscribers have been served.
/// </summary>
/// <remarks>Belongs to one topic's actor. The bytes that it hands out are never written to again.</remarks>
/// <param name="settings">The topic's.</param>
/// <param name="lossy">The topic, if slow subscribers may lose some of what goes out; else null.</param>
internal sealed class FanOut(TopicSettings settings, LossyTopic? lossy = null) : HandOut
{
    private const int KeptScratchBytes = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private readonly List<Publication> _publications = new(1);
    private readonly List<ActorRef<SessionMessage>> _from = new(1);
    private readonly List<(WireForm Form, Encoded Encoded)> _encoded = new(1);
    private int _left = -1;

    /// <summary>Payload bytes gathered.</summary>
    public long Bytes { get; private set; }

    /// <summary>Publications gathered.</summary>
    public int Count => _publications.Count;

    /// <summary>How often one of them has been handed to a subscriber.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Whether more may be added: nobody has been served yet.</summary>
    public bool IsGathering => _left < 0;

    private long First => _publications[0].Offset;

    private long Last => _publications[^1].Offset;

    /// <summary>Adds the topic's next publication.</summary>
    public void Add(Publication publication, ActorRef<SessionMessage> from)
    {
        _publications.Add(publication);
        _from.Add(from);
        Bytes += publication.Content.Size;
    }

    /// <inheritdoc/>
    public override bool Serve(SubscriberList subscribers, ref int budget)
    {
        var entries = subscribers.Entries;
        _left = Math.Min(_left < 0 ? int.MaxValue : _left, entries.Length);
        long delivered = 0;
        for (; _left > 0 && budget > 0; budget--)
        {
            ref var entry = ref entries[--_left];
            if (entry.Next <= Last)
            {
                delivered += Deliver(in entry);
                entry.Next = Last + 1;
            }
        }

        Deliveries += delivered;
        return _left == 0;
    }

    /// <inheritdoc/>
    public override void ReturnCredit()
    {
        for (var start = 0; start < _from.Count;)
        {
            var end = start;
            long bytes = 0;
            for (; end < _from.Count && ReferenceEquals(_from[end], _from[start]); end++)
            {
                bytes += _publications[end].Content.Size;
            }

            _from[start].Tell(new SessionEvent.CreditReturned(end - start, bytes));
            start = end;
        }
    }

    private int Deliver(in SubscriberList.Entry entry)
    {
        var subscriber = entry.Subscriber;
        var isForAll = entry.Next <= First && (subscriber.Echo || !_from.Contains(subscriber.Session));
        var delivery = isForAll ? In(FormOf(subscriber, settings)).Delivery : PickFor(subscriber, entry.Next);
        if (delivery is null)
        {
            return 0;
        }

        subscriber.Session.Tell(delivery);
        return delivery.Publications;
    }

    private Encoded In(WireForm form)
    {
        foreach (var (known, encoded) in _encoded)
        {
            if (ReferenceEquals(known, form))
            {
                return encoded;
            }
        }

        var made = EncodeAll(form, _publications, lossy);
        _encoded.Add((form, made));
        return made;
    }

    private SessionEvent.Delivered? PickFor(Subscriber subscriber, long next)
    {
        var wanted = new List<int>(_publications.Count);
        for (var index = 0; index < _publications.Count; index++)
        {
            var isOwn = ReferenceEquals(_from[index], subscriber.Session);
            if (_publications[index].Offset >= next && (subscriber.Echo || !isOwn))
            {
                wanted.Add(index);
            }
        }

        return wanted.Count == 0 ? null : In(FormOf(subscriber, settings)).Pick(wanted);
    }

    /// <summary>How a subscriber gets the publications of a topic with these settings.</summary>
    public static WireForm FormOf(Subscriber subscriber, TopicSettings settings) =>
        settings.Compression ? subscriber.Form : subscriber.Form.Uncompressed;

    /// <summary>Makes one delivery of several publications, which may be none.</summary>
    /// <param name="form">How they are encoded.</param>
    /// <param name="publications">They; the list is not changed any more.</param>
    /// <param name="lossy">Their topic, if a slow subscriber may lose some of them; else null.</param>
    public static SessionEvent.Delivered Encode(WireForm form, List<Publication> publications, LossyTopic? lossy = null) =>
        EncodeAll(form, publications, lossy).Delivery;

    private static Encoded EncodeAll(WireForm form, List<Publication> publications, LossyTopic? lossy)
    {
        // Not after its use: an encoding that throws must leave nothing behind for the next topic on this thread
        var scratch = _scratch ??= new ArrayBufferWriter<byte>();
        scratch.ResetWrittenCount();
        var ends = new int[publications.Count];
        for (var index = 0; index < ends.Length; index++)
        {
            form.Write(publications[index], scratch);
            ends[index] = scratch.WrittenCount;
        }

        var encoded = new Encoded(publications, scratch.WrittenSpan.ToArray(), ends, lossy);
        if (scratch.Capacity > KeptScratchBytes)
        {
            _scratch = null;
        }

        return encoded;
    }
}
