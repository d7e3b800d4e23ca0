namespace WsBroker.Broker.Cluster;

/// <summary>What a node knows of its own standing among the others, and of who they are.</summary>
/// <remarks>Belongs to <see cref="ClusterActor"/>.</remarks>
/// <param name="node">The node, with the id that it has first.</param>
/// <param name="options">How nodes know of each other.</param>
/// <param name="identifiers">Makes ids.</param>
internal sealed class Membership(NodeDescription node, ClusterOptions options, IIdentifierSource identifiers)
{
    private long _beatAt;
    private long? _steadySince;

    /// <summary>This node, as the others are to know it.</summary>
    public NodeDescription Self { get; private set; } = node;

    /// <summary>Whether the next sign of life is the first under its id.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>The others that were alive when it was last told.</summary>
    public IReadOnlyList<NodeDescription> Others { get; private set; } = [];

    /// <summary>Whether it cannot be told now who they are.</summary>
    public bool IsCutOff { get; private set; } = true;

    /// <summary>Goes on under another id.</summary>
    public void BeginAnew()
    {
        Self = Self with { Id = NodeId.Next(identifiers) };
        IsFirst = true;
        IsCutOff = true;
        _steadySince = null;
    }

    /// <summary>A sign of life has come through.</summary>
    /// <param name="alive">Who is alive.</param>
    /// <param name="time">The clock of this node: only lengths of time count.</param>
    public void Note(IReadOnlyList<NodeDescription> alive, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (_steadySince is null || time.GetElapsedTime(_beatAt, now) > options.BeatInterval * 2)
        {
            _steadySince = now;
        }

        _beatAt = now;
        IsFirst = false;
        IsCutOff = false;
        Others = [.. alive.Where(one => one.Id != Self.Id)];
    }

    /// <summary>A node has begun.</summary>
    public void Greet(NodeDescription node) => Others = [.. Others.Where(one => one.Id != node.Id), node];

    /// <summary>A sign of life has not come through.</summary>
    public void NoteCutOff()
    {
        IsCutOff = true;
        _steadySince = null;
    }

    /// <summary>
    /// Whether a node that is silent is dead for this one. Who could not give signs of life itself, or was asleep, cannot tell: perhaps nobody
    /// could, and all have yet to come back.
    /// </summary>
    public bool MayBury(TimeProvider time) => _steadySince is { } since && time.GetElapsedTime(since) >= options.BeatLife;
}
