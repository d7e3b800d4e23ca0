using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>What one topic should remember: the plainest code for it.</summary>
/// <param name="maxCount">As its rule has it.</param>
/// <param name="age">As its rule has it.</param>
internal sealed class TopicModel(int maxCount, TimeSpan age)
{
    private readonly List<(long Offset, string Text, TimeSpan At)> _all = [];
    private TimeSpan _now;

    /// <summary>Where the topic stands; the epoch is the topic's own choice.</summary>
    public TopicPosition Top { get; private set; } = new("", 0);

    /// <summary>Whether nothing of it is remembered.</summary>
    public bool IsEmpty => Kept.Count == 0;

    /// <summary>What the history has.</summary>
    private List<(long Offset, string Text, TimeSpan At)> Kept =>
        [.. _all.TakeLast(maxCount).Where(one => one.At + age > _now)];

    /// <summary>Whether the topic's epoch is this.</summary>
    public bool IsIn(string epoch) => string.Equals(epoch, Top.Epoch, StringComparison.Ordinal);

    /// <summary>The topic was begun anew.</summary>
    public void Begin(string epoch)
    {
        _all.Clear();
        Top = new TopicPosition(epoch, 0);
    }

    /// <summary>A publication was acknowledged.</summary>
    public void Add(string text)
    {
        Top = Top with { Offset = Top.Offset + 1 };
        _all.Add((Top.Offset, text, _now));
    }

    public void Advance(TimeSpan by) => _now += by;

    /// <summary>What was missed since a position, or null if that cannot be had.</summary>
    public IReadOnlyList<string>? Missed(TopicPosition since)
    {
        if (!IsIn(since.Epoch) || since.Offset > Top.Offset)
        {
            return null;
        }

        var missed = Kept.Where(one => one.Offset > since.Offset).Select(static one => $"{one.Offset} {one.Text}").ToList();
        return missed.Count == Top.Offset - since.Offset ? missed : null;
    }
}
