using WsBroker.Client.Messages;

namespace WsBroker.Client;

/// <summary>How a subscription begins, and what is told beside its messages.</summary>
public sealed record SubscribeOptions
{
    /// <summary>The most that <see cref="Last"/> can ask for.</summary>
    public const int MaxLast = 1_000_000;

    /// <summary>Begin with what was missed since this place; null to begin otherwise. Not with wildcards.</summary>
    public TopicPosition? Recover { get; init; }

    /// <summary>
    /// Begin with the last so many messages of the history, 0 to <see cref="MaxLast"/>. Not with wildcards.
    /// </summary>
    // Nothing of the past: who wants it says how much
    public int Last { get; init; }

    /// <summary>Whether one's own publications come back.</summary>
    // As the protocol has it where nothing is said
    public bool Echo { get; init; } = true;

    /// <summary>
    /// Called when the subscription stands, and again after each reconnection: with the topic's position, or null for
    /// wildcards. Runs inside the enumeration, in order with the messages; what it throws ends the enumeration.
    /// </summary>
    public Action<TopicPosition?>? Subscribed { get; init; }

    /// <summary>
    /// Called for messages that will not come, at the place where they are missing. Runs as <see cref="Subscribed"/>
    /// does.
    /// </summary>
    public Action<TopicGap>? GapDetected { get; init; }

    /// <summary>
    /// Called for a client that has come to the topic since, if the topic's rule has <c>joinLeave</c>. Not with wildcards. Runs as
    /// <see cref="Subscribed"/> does. Who is there already is told by <see cref="WsBrokerClient.ReadPresenceAsync"/>.
    /// </summary>
    public Action<PresentClient>? Joined { get; init; }

    /// <summary>Called for a client that has gone, as <see cref="Joined"/> is for one that has come.</summary>
    public Action<PresentClient>? Left { get; init; }

    /// <summary>
    /// Called with how many are there, in place of <see cref="Joined"/> and <see cref="Left"/>, when so many come and go that the
    /// server does not tell who. Not with wildcards.
    /// </summary>
    public Action<long>? PresenceCounted { get; init; }

    internal bool WantsPresence => Joined is not null || Left is not null || PresenceCounted is not null;

    internal void TellPresence(ServerEvent.PresenceNews news)
    {
        switch (news)
        {
            case ServerEvent.Joined joined:
                Joined?.Invoke(joined.Client);
                break;
            case ServerEvent.Left left:
                Left?.Invoke(left.Client);
                break;
            case ServerEvent.PresenceCounted counted:
                PresenceCounted?.Invoke(counted.Count);
                break;
            default:
                break;
        }
    }
}
