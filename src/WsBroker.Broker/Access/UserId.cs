using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>A user, as the token's issuer calls it, and as one level of a topic's name.</summary>
/// <remarks>Valid by construction and immutable. Users are the same when their characters are.</remarks>
public sealed class UserId : IEquatable<UserId>
{
    private const string InboxPrefix = "$user/";

    /// <summary>What can't stand in a level of a topic's name, and the sign that stands for it.</summary>
    private static readonly SearchValues<char> _escaped = SearchValues.Create("%/+#");

    private UserId(string text, string level)
    {
        Text = text;
        Level = level;
    }

    /// <summary>The user as the issuer calls it.</summary>
    public string Text { get; }

    /// <summary>
    /// The user as one level of a topic's name: the same, with <c>%</c>, <c>/</c>, <c>+</c> and <c>#</c> written as
    /// <c>%25</c>, <c>%2F</c>, <c>%2B</c> and <c>%23</c>, so that no two users have the same.
    /// </summary>
    public string Level { get; }

    /// <summary>Takes <paramref name="text"/> as a user.</summary>
    /// <returns>False if it is empty, has control characters, or is too long for the name of an inbox.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out UserId? user)
    {
        ArgumentNullException.ThrowIfNull(text);
        user = null;
        if (text.Length is 0 or > TopicName.MaxBytes)
        {
            return false;
        }

        var level = text.AsSpan().ContainsAny(_escaped) ? Escape(text) : text;
        user = TopicName.TryParse(InboxPrefix + level, out _, out _) ? new UserId(text, level) : null;
        return user is not null;
    }

    /// <summary>The topic <c>$user/ID</c>, which is the user's own.</summary>
    public TopicName ToInbox() => TopicName.TryParse(InboxPrefix + Level, out var inbox, out _)
        ? inbox
        : throw new InvalidOperationException("A user is only made if its inbox has a name.");

    /// <summary>Whether a topic is the user's own. Cost: no allocation.</summary>
    public bool OwnsInbox(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.StartsWith(InboxPrefix, StringComparison.Ordinal)
            && topic.AsSpan(InboxPrefix.Length).SequenceEqual(Level);
    }

    /// <inheritdoc/>
    public bool Equals(UserId? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UserId);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

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
