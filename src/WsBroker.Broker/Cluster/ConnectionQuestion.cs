using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>What a back end asks of connections, or has done to them. Answered by those that are meant.</summary>
/// <param name="User">Only connections of this user; null: of all, and of those that are nobody's.</param>
/// <param name="Client">Only this connection; null: all.</param>
/// <param name="Tenant">Only connections of this tenant's users; empty: only of those who have no tenant; null: all.</param>
public abstract record ConnectionQuestion(string? User, string? Client, string? Tenant) : NodeQuestion
{
    /// <summary>Asks who they are.</summary>
    public sealed record Describe(string? User, string? Client, string? Tenant) : ConnectionQuestion(User, Client, Tenant);

    /// <summary>Closes them.</summary>
    public sealed record Disconnect(string? User, string? Client, string? Tenant) : ConnectionQuestion(User, Client, Tenant);

    /// <summary>Ends their subscription to a topic or filter; meant are those only that have it.</summary>
    public sealed record Unsubscribe(string? User, string? Client, string? Tenant, TopicFilter Filter) : ConnectionQuestion(User, Client, Tenant);

    /// <summary>Whether a connection is meant by who it is.</summary>
    public bool IsFor(Participant client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return (User is null || string.Equals(User, client.User, StringComparison.Ordinal))
            && (Client is null || string.Equals(Client, client.Client.ToString(), StringComparison.Ordinal))
            && (Tenant is null || string.Equals(Tenant, client.Identity?.User.Tenant ?? "", StringComparison.Ordinal));
    }
}
