using System.Text;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Index;

/// <summary>What a scan of the log has found of one topic so far.</summary>
/// <remarks>Records come in any order of offsets, as some were carried forward; of two of one offset the later counts.</remarks>
internal sealed class ScannedTopic(TopicName topic)
{
    private const int FirstPruning = 256;

    private readonly List<Found> _found = [];
    private byte[] _epoch = [];
    private long _lastOffset;
    private long _firstKept;
    private int _pruneAt = FirstPruning;

    /// <summary>How many damages the scan had met when it last found something of the topic.</summary>
    public int DamagesBefore { get; private set; }

    /// <summary>Takes a publication.</summary>
    public void Take(in Record record, Place place, int damagesBefore)
    {
        if (!record.Epoch.SequenceEqual(_epoch))
        {
            _found.Clear();
            (_epoch, _lastOffset, _firstKept) = (record.Epoch.ToArray(), 0, 0);
        }

        _found.Add(new Found(record.Offset, place));
        _lastOffset = Math.Max(_lastOffset, record.LastOffset);
        _firstKept = Math.Max(_firstKept, record.FirstKept);
        DamagesBefore = damagesBefore;
        if (_found.Count >= _pruneAt)
        {
            _found.RemoveAll(found => found.Offset < _firstKept && found.Offset < _lastOffset);
            _pruneAt = Math.Max(FirstPruning, _found.Count * 2);
        }
    }

    /// <summary>Gives the epoch another name.</summary>
    public void Renew(ReadOnlySpan<byte> epoch, int damagesBefore) => (_epoch, DamagesBefore) = (epoch.ToArray(), damagesBefore);

    /// <summary>What is left to serve: the contiguous run that ends with the last publication; empty if that one is lost.</summary>
    public TopicLog Finish()
    {
        var log = new TopicLog(topic, Encoding.UTF8.GetString(_epoch)) { LastOffset = _lastOffset, FirstKept = _firstKept };
        foreach (var found in LastRun())
        {
            log.Places.Add(found.Offset, found.Place);
        }

        return log;
    }

    private List<Found> LastRun()
    {
        // Stable: of two of one offset, the later stays behind the earlier
        var sorted = _found.OrderBy(static found => found.Offset).ToList();
        var run = new List<Found>();
        var expected = _lastOffset;
        for (var at = sorted.Count - 1; at >= 0 && sorted[at].Offset >= expected; at--)
        {
            if (sorted[at].Offset == expected && (expected == _lastOffset || expected >= _firstKept))
            {
                run.Add(sorted[at]);
                expected--;
            }
        }

        run.Reverse();
        return run;
    }

    private readonly record struct Found(long Offset, Place Place);
}
