using WsBroker.Broker.Presence;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Cluster;

/// <summary>All by which a node is one of a cluster.</summary>
/// <param name="Nodes">How it reaches the others.</param>
/// <param name="Presence">Who is there in the topics that they share.</param>
/// <param name="Sessions">The sessions that they keep together.</param>
public sealed record ClusterLinks(INodeLink Nodes, ISharedPresence Presence, ISharedSessions Sessions);
