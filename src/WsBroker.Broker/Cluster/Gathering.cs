using WsBroker.Actors;

namespace WsBroker.Broker.Cluster;

/// <summary>What has been answered to one question so far.</summary>
/// <remarks>Belongs to <see cref="ClusterActor"/>.</remarks>
/// <param name="question">The question.</param>
/// <param name="others">The other nodes that are asked.</param>
/// <param name="isCutOff">Whether there may be others that cannot be asked.</param>
/// <param name="replyTo">Told in the end.</param>
internal sealed class Gathering(NodeQuestion question, IReadOnlyCollection<NodeId> others, bool isCutOff, ActorRef<ClusterAnswer> replyTo)
{
    private readonly List<NodeAnswer> _parts = [];

    // How many parts have come of each that has not answered all yet
    private readonly Dictionary<NodeId, int> _awaited = others.ToDictionary(static node => node, static _ => 0);
    private bool _isOwnAwaited = true;
    private int _whole;

    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>This node answers.</summary>
    public void AddOwn(NodeAnswer answer)
    {
        if (_isOwnAwaited)
        {
            _isOwnAwaited = false;
            _whole++;
            Add(answer);
        }
    }

    /// <summary>Another node answers. Nothing happens if it was not asked, or has answered all.</summary>
    public void Add(NodeLetter.Answer letter)
    {
        if (!_awaited.TryGetValue(letter.From, out var before))
        {
            return;
        }

        _awaited[letter.From] = before + 1;
        if (before + 1 >= letter.Parts)
        {
            _awaited.Remove(letter.From);
            _whole += letter.IsCut ? 0 : 1;
        }

        Add(letter.What);
    }

    /// <summary>Tells what there is.</summary>
    public void End() =>
        replyTo.Tell(new ClusterAnswer(_parts, others.Count + 1, _whole) { IsCutOff = isCutOff });

    private void Add(NodeAnswer part)
    {
        _parts.Add(part);

        // Only one can have it, or be it
        var isFound = (question, part) is (NodeQuestion.HandOver, NodeAnswer.Session { Subscriptions: not null }) or (NodeQuestion.Drain, NodeAnswer.Done { Count: > 0 });
        IsComplete = isFound || (!_isOwnAwaited && _awaited.Count == 0);
    }
}
