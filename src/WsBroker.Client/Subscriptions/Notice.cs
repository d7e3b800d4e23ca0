using WsBroker.Client.Messages;

namespace WsBroker.Client.Subscriptions;

/// <summary>All that a subscription's enumeration is told, in the order in which it happened.</summary>
internal abstract record Notice
{
    private Notice()
    {
    }

    /// <summary>A message.</summary>
    internal sealed record Arrived(WsBrokerMessage Message) : Notice;

    /// <summary>Messages will not come.</summary>
    internal sealed record Missed(TopicGap Gap) : Notice;

    /// <summary>The subscription stands; the position is null for wildcards.</summary>
    internal sealed record Standing(TopicPosition? Position) : Notice;

    /// <summary>Clients have come to the topic, or gone.</summary>
    internal sealed record PresenceChanged(ServerEvent.PresenceNews News) : Notice;

    /// <summary>The server ended the subscription, or would not begin it, but may do so later.</summary>
    /// <param name="RetryAfter">How long it asks to wait before that; zero if it does not say.</param>
    internal sealed record Interrupted(TimeSpan RetryAfter) : Notice;
}
