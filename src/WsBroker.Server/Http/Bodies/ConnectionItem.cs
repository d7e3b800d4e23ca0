using WsBroker.Broker.Cluster;

namespace WsBroker.Server.Http.Bodies;

/// <summary>An open connection.</summary>
/// <param name="Client">Who it is.</param>
/// <param name="User">Its user, if it is somebody's.</param>
/// <param name="Tenant">Whose user that is, if it has a tenant.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Subscriptions">The topics and filters that it subscribes to.</param>
internal sealed record ConnectionItem(string Client, string? User, string? Tenant, string? Name, IReadOnlyList<string> Subscriptions)
{
    /// <summary>The item that a description makes.</summary>
    public static ConnectionItem Of(ConnectionDescription connection) => new(
        connection.Client.Client.ToString(),
        connection.Client.User,
        connection.Tenant.Length > 0 ? connection.Tenant : null,
        connection.Client.Name,
        [.. connection.Subscriptions.Select(static filter => filter.Text)]);
}
