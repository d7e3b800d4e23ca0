namespace WsBroker.Broker.Cluster;

/// <summary>What a node tells the others of itself. Immutable.</summary>
/// <param name="Id">This life of it.</param>
/// <param name="Name">What people call it: the machine's name, say.</param>
/// <param name="Version">The version of the broker.</param>
/// <param name="Since">When it began, by its own clock.</param>
/// <param name="Addresses">Where it listens.</param>
public sealed record NodeDescription(NodeId Id, string Name, string Version, DateTimeOffset Since, IReadOnlyList<string> Addresses);
