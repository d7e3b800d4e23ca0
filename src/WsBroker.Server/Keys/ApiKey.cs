using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Keys;

/// <summary>What the bearer of an API key may do.</summary>
/// <param name="Name">Whose key it is.</param>
/// <param name="Prefix">How the topics begin that it is for; empty: all of them, and users and connections too.</param>
/// <param name="IsReadOnly">Whether it may only read.</param>
internal sealed record ApiKey(string Name, string Prefix, bool IsReadOnly)
{
    /// <summary>What this machine may do while there are no keys.</summary>
    public static ApiKey OfThisMachine { get; } = new("this machine", "", IsReadOnly: false);

    /// <summary>Whether it is for all that the broker has.</summary>
    public bool IsForAll => Prefix.Length == 0;

    /// <summary>The key that was configured.</summary>
    public static ApiKey Of(ApiKeyOptions options) => new(options.Name, options.Prefix, options.ReadOnly);

    /// <summary>Whether it is for this topic.</summary>
    public bool IsFor(TopicName topic) => topic.Text.StartsWith(Prefix, StringComparison.Ordinal);
}
