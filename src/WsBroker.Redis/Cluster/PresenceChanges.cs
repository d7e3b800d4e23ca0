using WsBroker.Broker.Publications;

namespace WsBroker.Redis.Cluster;

/// <summary>What a node has yet to say of one topic: the newest of each client.</summary>
/// <remarks>Belongs to <see cref="PresenceOutbox"/>.</remarks>
internal sealed class PresenceChanges
{
    /// <summary>For each client what others may know of it; null if it is not there any more.</summary>
    public Dictionary<ClientId, Participant?> Clients { get; } = [];

    /// <summary>Whether these are all clients of the node, and others are not there.</summary>
    public bool AreAll { get; private set; }

    /// <summary>Whether nobody of the node is there after this.</summary>
    public bool IsEmptyThen { get; private set; }

    /// <summary>A client has come or gone.</summary>
    public void Add(ClientId client, Participant? about, bool isLast)
    {
        if (AreAll && about is null)
        {
            Clients.Remove(client);
        }
        else
        {
            Clients[client] = about;
        }

        IsEmptyThen = isLast;
    }

    /// <summary>These are there, and nobody else.</summary>
    public void Replace(IReadOnlyList<Participant> clients)
    {
        Clients.Clear();
        foreach (var client in clients)
        {
            Clients[client.Client] = client;
        }

        (AreAll, IsEmptyThen) = (true, clients.Count == 0);
    }

    /// <summary>Puts what was not said before this, as far as it is not out of date.</summary>
    public void PutBefore(PresenceChanges earlier)
    {
        if (AreAll)
        {
            return;
        }

        foreach (var (client, about) in earlier.Clients)
        {
            Clients.TryAdd(client, about);
        }

        AreAll = earlier.AreAll;
        if (AreAll)
        {
            foreach (var gone in Clients.Where(static one => one.Value is null).Select(static one => one.Key).ToList())
            {
                Clients.Remove(gone);
            }
        }
    }
}
