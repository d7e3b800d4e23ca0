using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Keys;

/// <summary>What the bearer of an API key may do.</summary>
/// <param name="Name">Whose key it is.</param>
/// <param name="Prefix">How the topics begin that it is for, which also names the tenant whose users and connections it is for; empty: all of them.</param>
/// <param name="IsReadOnly">Whether it may only read.</param>
internal sealed record ApiKey(string Name, string Prefix, bool IsReadOnly)
{
    /// <summary>What this machine may do while there are no keys.</summary>
    public static ApiKey OfThisMachine { get; } = new("this machine", "", IsReadOnly: false);

    /// <summary>Whether it is for all that the broker has.</summary>
    public bool IsForAll => Prefix.Length == 0;

    /// <summary>The key that was configured.</summary>
    public static ApiKey Of(ApiKeyOptions options) => new(options.Name, options.Prefix, options.ReadOnly);

    /// <summary>Whether it is for this topic; inboxes of its tenant's users are among them.</summary>
    public bool IsFor(TopicName topic) => UserId.IsWithin(Prefix, topic.Text);

    /// <summary>The tenant whose users are meant, when a request names this one, or none.</summary>
    /// <returns>Null if the key is not for that tenant.</returns>
    public string? TenantOf(string? named) => IsForAll ? named ?? "" : named is null || string.Equals(named, Prefix, StringComparison.Ordinal) ? Prefix : null;
}
