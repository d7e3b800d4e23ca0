using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>All that one subscriber has heard of a topic, in its order, and every gap that it was told of. Thread-safe.</summary>
/// <param name="ledger">What was published.</param>
internal sealed class Hearing(TopicLedger ledger)
{
    private readonly Lock _gate = new();
    private readonly List<(TopicPosition Position, string Text)> _heard = [];
    private readonly List<TopicGap> _gaps = [];
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>How much there is.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _heard.Count;
            }
        }
    }

    /// <summary>Whether it has heard as far as this, in each epoch.</summary>
    public bool HasReached(IEnumerable<TopicPosition> ends)
    {
        lock (_gate)
        {
            return ends.All(end => _last.GetValueOrDefault(end.Epoch) >= end.Offset);
        }
    }

    /// <summary>Something was delivered.</summary>
    public void Add(TopicPosition position, string text)
    {
        lock (_gate)
        {
            _heard.Add((position, text));
            _last[position.Epoch] = position.Offset;
        }
    }

    /// <summary>A gap was declared.</summary>
    public void Add(TopicGap gap)
    {
        lock (_gate)
        {
            _gaps.Add(gap);
        }
    }

    /// <summary>How many were lost, unexpected, twice, and how many gaps there are.</summary>
    public (int Lost, int Unexpected, int Duplicated, int Gaps) Check()
    {
        lock (_gate)
        {
            var epochs = _heard.GroupBy(static one => one.Position.Epoch, StringComparer.Ordinal).Select(static epoch => epoch.ToList()).ToList();
            return (
                epochs.Sum(epoch => Lost(epoch)),
                _heard.Count(one => !ledger.WasTried(one.Text)),
                _heard.Count - _heard.DistinctBy(static one => (one.Position.Epoch, one.Text)).Count(),
                _gaps.Count + epochs.Sum(static epoch => epoch.Zip(epoch.Skip(1)).Count(static pair => pair.Second.Position.Offset != pair.First.Position.Offset + 1)));
        }
    }

    private int Lost(List<(TopicPosition Position, string Text)> epoch)
    {
        var texts = epoch.ToLookup(static one => one.Position.Offset, static one => one.Text);
        return ledger.From(epoch[0].Position).Count(one => !texts[one.Key.Offset].Contains(one.Value, StringComparer.Ordinal));
    }
}
