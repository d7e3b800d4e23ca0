using WsBroker.Broker.Cluster;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Cluster;

/// <summary>What a node has yet to say of who is there, by topic.</summary>
/// <remarks>Thread-safe. As long as nothing can be said it holds no more than the newest of each client.</remarks>
internal sealed class PresenceOutbox
{
    private readonly Lock _gate = new();
    private Dictionary<TopicName, PresenceChanges> _waiting = [];
    private NodeId? _node;

    /// <summary>Under which id the node speaks; null if it has none now.</summary>
    public NodeId? Node
    {
        get
        {
            lock (_gate)
            {
                return _node;
            }
        }
    }

    /// <summary>The node speaks under another id, or none; what it has yet to say is forgotten.</summary>
    public void Speak(NodeId? node)
    {
        lock (_gate)
        {
            _node = node;
            _waiting = [];
        }
    }

    /// <summary>Adds something, unless the node has no id.</summary>
    public void Add(TopicName topic, Action<PresenceChanges> change)
    {
        lock (_gate)
        {
            if (_node is not null)
            {
                if (!_waiting.TryGetValue(topic, out var changes))
                {
                    _waiting.Add(topic, changes = new PresenceChanges());
                }

                change(changes);
            }
        }
    }

    /// <summary>Takes out all that waits, so that no topic waits for others that came later.</summary>
    public (NodeId Node, IReadOnlyDictionary<TopicName, PresenceChanges> Topics)? TakeAll()
    {
        lock (_gate)
        {
            if (_node is not { } node || _waiting.Count == 0)
            {
                return null;
            }

            var taken = _waiting;
            _waiting = [];
            return (node, taken);
        }
    }

    /// <summary>Puts something back that could not be said, if the node still speaks under that id.</summary>
    public void PutBack(NodeId node, TopicName topic, PresenceChanges changes)
    {
        lock (_gate)
        {
            if (_node != node)
            {
                return;
            }

            if (_waiting.TryGetValue(topic, out var later))
            {
                later.PutBefore(changes);
            }
            else
            {
                _waiting.Add(topic, changes);
            }
        }
    }
}
