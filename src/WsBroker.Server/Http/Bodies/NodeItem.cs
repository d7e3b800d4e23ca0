using WsBroker.Broker.Cluster;

namespace WsBroker.Server.Http.Bodies;

/// <summary>A node of the cluster.</summary>
/// <param name="Id">Names this life of it.</param>
/// <param name="Name">What clients are told that it is called.</param>
/// <param name="Version">The version of the broker.</param>
/// <param name="Since">When it began, by its own clock.</param>
/// <param name="Addresses">Where it listens.</param>
internal sealed record NodeItem(string Id, string Name, string Version, DateTimeOffset Since, IReadOnlyList<string> Addresses)
{
    /// <summary>The item that a description makes.</summary>
    public static NodeItem Of(NodeDescription node) => new(node.Id.ToString(), node.Name, node.Version, node.Since, node.Addresses);
}
