using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>An open connection at one moment.</summary>
/// <param name="Client">Who it is.</param>
/// <param name="Subscriptions">The topics and filters that it subscribes to.</param>
public sealed record ConnectionDescription(Participant Client, IReadOnlyList<TopicFilter> Subscriptions)
{
    /// <summary>Whose user it is; empty for nobody's.</summary>
    public string Tenant { get; init; } = "";
}
