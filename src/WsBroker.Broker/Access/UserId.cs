using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>A user, as the token's issuer calls it, and as one level of a topic's name.</summary>
/// <remarks>Valid by construction and immutable. Users are the same when their characters and their tenants are.</remarks>
public sealed class UserId : IEquatable<UserId>
{
    private const string InboxPrefix = "$user/";

    /// <summary>What can't stand in a level of a topic's name, and the sign that stands for it.</summary>
    private static readonly SearchValues<char> _escaped = SearchValues.Create("%/+#");

    private UserId(string text, string tenant, string level)
    {
        Text = text;
        Tenant = tenant;
        Level = level;
    }

    /// <summary>The user as the issuer calls it.</summary>
    public string Text { get; }

    /// <summary>How the topics begin that are open to the user, <c>tenant7/</c>; empty where users have no tenants.</summary>
    public string Tenant { get; }

    /// <summary>
    /// The user as one level of a topic's name: the same, with <c>%</c>, <c>/</c>, <c>+</c> and <c>#</c> written as
    /// <c>%25</c>, <c>%2F</c>, <c>%2B</c> and <c>%23</c>, so that no two users have the same.
    /// </summary>
    public string Level { get; }

    /// <summary>Takes <paramref name="text"/> as a user.</summary>
    /// <param name="text">The user as the issuer calls it.</param>
    /// <param name="tenant">Whose user it is, as <see cref="IsTenant"/> has it; empty for nobody's.</param>
    /// <param name="user">The user.</param>
    /// <returns>False if it is empty, has control characters, or is too long for the name of an inbox.</returns>
    public static bool TryParse(string text, string tenant, [NotNullWhen(true)] out UserId? user)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tenant);
        user = null;
        if (text.Length is 0 or > TopicName.MaxBytes)
        {
            return false;
        }

        var level = text.AsSpan().ContainsAny(_escaped) ? Escape(text) : text;
        user = HasInbox(tenant, level) ? new UserId(text, tenant, level) : null;
        return user is not null;
    }

    /// <summary>Whether topics can begin so that are a tenant's: whole levels with a slash behind them, no wildcard, not the system's.</summary>
    public static bool IsTenant(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return prefix.EndsWith('/') && TopicName.TryParse(prefix[..^1], out var topic, out _) && !topic.IsSystem;
    }

    /// <summary>The topic <c>$user/ID</c>, or <c>$user/TENANT/ID</c>, which is the user's own. An ID is one level, so that no two users have the same.</summary>
    public TopicName ToInbox() => TopicName.TryParse(InboxPrefix + Tenant + Level, out var inbox, out _)
        ? inbox
        : throw new InvalidOperationException("A user is only made if its inbox has a name.");

    /// <summary>Whether a topic is the user's own. Cost: no allocation.</summary>
    public bool OwnsInbox(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith(InboxPrefix, StringComparison.Ordinal)
            && topic.AsSpan(InboxPrefix.Length) is var own
            && own.StartsWith(Tenant, StringComparison.Ordinal)
            && own[Tenant.Length..].SequenceEqual(Level);
    }

    /// <summary>Whether a topic is among those that are open to the user's tenant, or the inbox of one of its users. Cost: no allocation.</summary>
    public bool IsWithinTenant(string topic) => IsWithin(Tenant, topic);

    /// <summary>Whether a topic is among those that are open to a tenant, or the inbox of one of its users.</summary>
    /// <param name="tenant">How its topics begin; empty: all of them.</param>
    /// <param name="topic">The topic.</param>
    public static bool IsWithin(string tenant, string topic)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith(tenant, StringComparison.Ordinal)
            || (topic.StartsWith(InboxPrefix, StringComparison.Ordinal) && topic.AsSpan(InboxPrefix.Length).StartsWith(tenant, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public bool Equals(UserId? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal) && string.Equals(Tenant, other.Tenant, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UserId);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Tenant);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool HasInbox(string tenant, string level)
    {
        Span<char> inbox = stackalloc char[TopicName.MaxBytes];
        return inbox.TryWrite($"{InboxPrefix}{tenant}{level}", out var length) && TopicName.CheckName(inbox[..length]) is TopicProblem.None;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = character switch
            {
                '%' => escaped.Append("%25"),
                '/' => escaped.Append("%2F"),
                '+' => escaped.Append("%2B"),
                '#' => escaped.Append("%23"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
