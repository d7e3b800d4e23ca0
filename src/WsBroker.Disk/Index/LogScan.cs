using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Files;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Index;

/// <summary>Reads the whole log when it is opened: finds out what is kept of which topic and where, and cuts a torn end.</summary>
/// <remarks>
/// A commit begins only when the one before is on stable storage. So damage with a later commit behind it is damage to what was
/// stored; without one it is a commit that never came to its end, and nobody was told that it did.
/// </remarks>
internal sealed class LogScan(ILogFolder folder, DiskMetrics metrics, ILogger logger)
{
    private readonly Dictionary<string, ScannedTopic> _topics = new(StringComparer.Ordinal);
    private int _damages;

    /// <summary>Topics that may have had later publications, in records that are lost; their epochs have new names.</summary>
    public List<TopicLog> Renewed { get; } = [];

    /// <summary>Topics of which only the position is known, from records that are not theirs to keep.</summary>
    public List<TopicLog> WithoutAnchor { get; } = [];

    /// <summary>Reads everything.</summary>
    /// <exception cref="DiskStoreException">It was written by another version.</exception>
    public LogIndex Run()
    {
        var segments = new SegmentSet(folder);
        var names = SegmentNames();
        foreach (var name in names)
        {
            if (!segments.IsEmpty && name.Number != segments.Head.Name.Number + 1)
            {
                _damages++;
                logger.SegmentMissing(folder.Path, segments.Head.Name.Number + 1);
            }

            segments.Add(Scan(name, isNewest: name == names[^1]));
        }

        return Finish(segments);
    }

    private List<SegmentName> SegmentNames()
    {
        var names = new List<SegmentName>();
        foreach (var file in folder.List().Where(SegmentName.IsOfLog))
        {
            names.Add(SegmentName.TryParse(file, out var name)
                ? name
                : throw new DiskStoreException($"{folder.Path} has a file {file} that this version does not know."));
        }

        names.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        return names;
    }

    private Segment Scan(SegmentName name, bool isNewest)
    {
        var file = folder.Open(name.ToString());
        var segment = new Segment(name, file, file.Length);
        var reader = new SegmentReader(file, name.Mark, 0, segment.Length);
        ReadOn(reader, name);
        while (reader.Position < segment.Length)
        {
            var damage = reader.Position;
            if (isNewest && reader.IsZeroFrom(damage))
            {
                segment.Length = damage;
                break;
            }

            if (isNewest && !new SegmentReader(file, name.Mark, damage, segment.Length).Skip(static kind => kind is RecordKind.Commit))
            {
                logger.TornEnd(folder.Path, name.ToString(), damage, segment.Length - damage);
                metrics.Failed(DiskFailure.Torn);
                file.Truncate(damage);
                segment.Length = damage;
                segment.ReservedLength = damage;
                break;
            }

            reader.Skip(static _ => true);
            logger.DamageFound(folder.Path, name.ToString(), damage, reader.Position - damage);
            metrics.Failed(DiskFailure.Damaged);
            _damages++;
            ReadOn(reader, name);
        }

        if (isNewest)
        {
            // A process that was killed may have written what it did not come to sync
            file.Sync();
        }

        return segment;
    }

    private void ReadOn(SegmentReader reader, SegmentName name)
    {
        for (var at = reader.Position; reader.TryRead(out var record, out var size); at = reader.Position)
        {
            Take(record, new Place(name.Number, (int)at, size));
        }
    }

    private void Take(in Record record, Place place)
    {
        switch (record.Kind)
        {
            case RecordKind.Publication:
                Find(record.Topic)?.Take(record, place, _damages);
                break;
            case RecordKind.Renewed:
                Find(record.Topic)?.Renew(record.Epoch, _damages);
                break;
            case RecordKind.Forgotten:
                _topics.Remove(Encoding.UTF8.GetString(record.Topic));
                break;
            case RecordKind.Commit:
            default:
                break;
        }
    }

    /// <summary>What was found of a topic; null if nobody could ask for one of that name any more.</summary>
    private ScannedTopic? Find(ReadOnlySpan<byte> topic)
    {
        Span<char> buffer = stackalloc char[TopicName.MaxBytes];
        ReadOnlySpan<char> name = buffer[..Encoding.UTF8.GetChars(topic, buffer)];
        var topics = _topics.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!topics.TryGetValue(name, out var found) && TopicName.TryParse(name.ToString(), out var valid, out _))
        {
            found = new ScannedTopic(valid);
            _topics.Add(valid.Text, found);
        }

        return found;
    }

    private LogIndex Finish(SegmentSet segments)
    {
        var index = new LogIndex(segments);
        foreach (var topic in _topics.Values)
        {
            var log = topic.Finish();
            index.Add(log);
            if (log.Places.Count == 0)
            {
                WithoutAnchor.Add(log);
            }

            if (topic.DamagesBefore < _damages)
            {
                log.Epoch = RandomNumberGenerator.GetHexString(16, lowercase: true);
                Renewed.Add(log);
            }
        }

        return index;
    }
}
