using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Index;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Writing;

/// <summary>What goes to disk together: the bytes, and what is to be noted of them once they are there.</summary>
/// <remarks>
/// What is carried forward comes before what is new, so that the records of a topic never tell of an older epoch behind a newer one.
/// Belongs to the thread that writes.
/// </remarks>
internal sealed class Commit
{
    private const int LargestKeptBytes = 8 * 1024 * 1024;

    private readonly Dictionary<TopicName, TopicPosition> _tops = [];
    private readonly List<TopicName> _forgotten = [];
    private ArrayBufferWriter<byte> _bytes = new();
    private uint _mark;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _bytes.WrittenCount == 0;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>How many there are.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>The publications in it, in order.</summary>
    public List<PendingAppend> Appends { get; } = [];

    /// <summary>The records in it that take the places of older ones.</summary>
    public List<PendingMove> Moves { get; } = [];

    /// <summary>The topics that it says are forgotten.</summary>
    public IReadOnlyList<TopicName> Forgotten => _forgotten;

    /// <summary>Whether a topic has publications in it.</summary>
    public bool Has(TopicName topic) => _tops.ContainsKey(topic);

    /// <summary>Where a topic with publications in it will stand once they are stored.</summary>
    public bool TryFindTop(TopicName topic, out TopicPosition top) => _tops.TryGetValue(topic, out top);

    /// <summary>Begins it.</summary>
    /// <param name="mark">The mark of the segment that it will be written to.</param>
    public void Begin(uint mark)
    {
        _mark = mark;
        RecordWriter.WriteCommit(_bytes, mark);
    }

    /// <summary>Adds a publication.</summary>
    public void Append(StoreOrder.Append order, long firstKept)
    {
        var start = Length;
        var length = RecordWriter.WritePublication(_bytes, _mark, order.Publication, order.Epoch, order.Offset, firstKept);
        Appends.Add(new PendingAppend(order, start, length));
        _tops[order.Topic] = new TopicPosition(order.Epoch, order.Offset);
    }

    /// <summary>Adds a publication that is there already, to lie in another place.</summary>
    public void Carry(TopicLog log, Publication publication, Place from)
    {
        var start = Length;
        var length = RecordWriter.WritePublication(_bytes, _mark, publication, log.Epoch, log.LastOffset, log.FirstKept);
        Moves.Add(new PendingMove(log, publication.Offset, from, start, length));
    }

    /// <summary>Adds a record that only says where a topic stands.</summary>
    public void Anchor(TopicLog log)
    {
        var nothing = new Publication(log.Topic, log.Epoch, log.LastOffset, 0, new Content(PayloadKind.Binary, default), default);
        var start = Length;
        var length = RecordWriter.WritePublication(_bytes, _mark, nothing, log.Epoch, log.LastOffset, log.LastOffset + 1);
        Moves.Add(new PendingMove(log, log.LastOffset, From: null, start, length));
    }

    /// <summary>Adds that a topic is not needed any more.</summary>
    public void Forget(TopicName topic)
    {
        RecordWriter.WriteForgotten(_bytes, _mark, topic.Text);
        _forgotten.Add(topic);
    }

    /// <summary>Adds that a topic's epoch has another name.</summary>
    public void Renew(TopicLog log) => RecordWriter.WriteRenewed(_bytes, _mark, log.Topic.Text, log.Epoch);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        if (_bytes.Capacity > LargestKeptBytes)
        {
            _bytes = new();
        }

        _bytes.ResetWrittenCount();
        _tops.Clear();
        _forgotten.Clear();
        Appends.Clear();
        Moves.Clear();
    }
}
