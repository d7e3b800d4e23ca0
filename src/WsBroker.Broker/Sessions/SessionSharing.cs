using WsBroker.Actors;
using WsBroker.Broker.Cluster;

namespace WsBroker.Broker.Sessions;

/// <summary>Where sessions go that a client may take up at another node.</summary>
/// <param name="Shared">Where nodes keep them together.</param>
/// <param name="Cluster">Asks the other nodes; there once the node has been put together.</param>
public sealed record SessionSharing(ISharedSessions Shared, Func<ActorRef<ClusterMessage>> Cluster);
