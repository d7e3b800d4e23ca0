using System.Diagnostics;
using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>All that one subscriber has heard of a topic, in its order, and every gap that it was told of. Thread-safe.</summary>
/// <param name="ledger">What was published.</param>
internal sealed class Hearing(TopicLedger ledger)
{
    private readonly Lock _gate = new();
    private readonly List<(TopicPosition Position, string Text)> _heard = [];
    private readonly List<TopicGap> _gaps = [];
    private readonly Dictionary<string, long> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _isOver = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private string? _epoch;
    private long _lastAt;
    private TimeSpan _longestSilence;

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

    /// <summary>The longest time between two that were delivered.</summary>
    public TimeSpan LongestSilence
    {
        get
        {
            lock (_gate)
            {
                return _longestSilence;
            }
        }
    }

    /// <summary>Whether it has heard as far as this, in each epoch of which it is still to hear.</summary>
    public bool HasReached(IEnumerable<TopicPosition> ends)
    {
        lock (_gate)
        {
            return ends.All(end => !IsDue(end) || _last.GetValueOrDefault(end.Epoch) >= end.Offset);
        }
    }

    /// <summary>The subscription stands: of an epoch that is new to it, what comes after this position is to be heard.</summary>
    public void Begin(TopicPosition position)
    {
        lock (_gate)
        {
            _begun.TryAdd(position.Epoch, position.Offset);
            _epoch = position.Epoch;
        }
    }

    /// <summary>Something was delivered.</summary>
    public void Add(TopicPosition position, string text)
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            var silence = _heard.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_lastAt, now);
            _longestSilence = silence > _longestSilence ? silence : _longestSilence;
            _lastAt = now;
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
            if (gap.Reason is GapReason.NewEpoch)
            {
                _isOver.UnionWith(_begun.Keys.Where(epoch => !epoch.Equals(_epoch, StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>How many were lost, unexpected, twice, and how many gaps there are.</summary>
    /// <remarks>
    /// What is acknowledged in an epoch of which it was never told is lost; not the end of an epoch that it did not hear and was told of by a gap, since there is another.
    /// </remarks>
    public (int Lost, int Unexpected, int Duplicated, int Gaps) Check()
    {
        lock (_gate)
        {
            var epochs = _heard.GroupBy(static one => one.Position.Epoch, StringComparer.Ordinal).Select(static epoch => epoch.ToList()).ToList();
            return (
                Lost(),
                _heard.Count(one => !ledger.WasTried(one.Text)),
                _heard.Count - _heard.DistinctBy(static one => (one.Position.Epoch, one.Text)).Count(),
                _gaps.Count + epochs.Sum(static epoch => epoch.Zip(epoch.Skip(1)).Count(static pair => pair.Second.Position.Offset != pair.First.Position.Offset + 1)));
        }
    }

    private int Lost()
    {
        var texts = _heard.ToLookup(static one => one.Position, static one => one.Text);
        return ledger.Acknowledged.Count(one => IsDue(one.Key) && !texts[one.Key].Contains(one.Value, StringComparer.Ordinal));
    }

    private bool IsDue(TopicPosition position) =>
        position.Offset > _begun.GetValueOrDefault(position.Epoch) && (!_isOver.Contains(position.Epoch) || position.Offset < _last.GetValueOrDefault(position.Epoch));
}
