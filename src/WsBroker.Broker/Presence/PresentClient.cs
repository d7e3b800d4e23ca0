using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Presence;

/// <summary>A client that is subscribed to a topic by its name, and the node that it is connected to.</summary>
public sealed record PresentClient(NodeId Node, Participant Client);
