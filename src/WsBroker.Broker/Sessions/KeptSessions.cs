using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Broker.Sessions;

/// <summary>Sessions whose connection is lost, the oldest first, bounded by their number and that of their subscriptions.</summary>
/// <remarks>Belongs to <see cref="KeptSessionsActor"/>.</remarks>
internal sealed class KeptSessions(KeptSessionOptions options)
{
    private readonly Dictionary<SessionId, LinkedListNode<KeptSession>> _byId = [];
    private readonly LinkedList<KeptSession> _inOrder = [];
    private long _subscriptions;

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>The one that has been kept for the longest, or null if there is none.</summary>
    public KeptSession? Oldest => _inOrder.First?.Value;

    /// <summary>Adds one, newer than all others, and forgets as many of the oldest as the bounds ask for.</summary>
    public void Add(KeptSession session)
    {
        Remove(session.Id);
        _byId.Add(session.Id, _inOrder.AddLast(session));
        _subscriptions += session.Subscriptions.Count;
        while (_byId.Count > options.MaxCount || _subscriptions > options.MaxSubscriptions)
        {
            Remove(Oldest!.Id);
        }
    }

    /// <summary>Finds the one of this id.</summary>
    public bool TryFind(SessionId id, [NotNullWhen(true)] out KeptSession? session)
    {
        session = _byId.GetValueOrDefault(id)?.Value;
        return session is not null;
    }

    /// <summary>Forgets one.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(SessionId id)
    {
        if (!_byId.Remove(id, out var node))
        {
            return false;
        }

        _inOrder.Remove(node);
        _subscriptions -= node.Value.Subscriptions.Count;
        return true;
    }
}
