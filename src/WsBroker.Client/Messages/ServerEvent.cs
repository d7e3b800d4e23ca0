namespace WsBroker.Client.Messages;

/// <summary>All that the server tells a client, as far as the client makes use of it.</summary>
internal abstract record ServerEvent
{
    private ServerEvent()
    {
    }

    /// <summary>A publication for a subscriber.</summary>
    internal sealed record Delivered(WsBrokerMessage Message) : ServerEvent;

    /// <summary>What a request was for.</summary>
    /// <param name="Id">The request.</param>
    internal abstract record Answer(long Id) : ServerEvent;

    /// <summary>Clients have come to a topic, or gone.</summary>
    /// <param name="Topic">The topic.</param>
    internal abstract record PresenceNews(string Topic) : ServerEvent;

    /// <summary>A publication is stored.</summary>
    internal sealed record Published(long Id, TopicPosition Position) : Answer(Id);

    /// <summary>
    /// A subscription stands; position and recovery are null where they mean nothing. The id is null if it was taken up again
    /// with its session.
    /// </summary>
    internal sealed record Subscribed(long? Id, string Filter, TopicPosition? Position, bool? Recovered) : ServerEvent;

    /// <summary>The server ended a subscription.</summary>
    internal sealed record Unsubscribed(string Filter, int Code, string Reason) : ServerEvent;

    /// <summary>The greeting: the name that this connection has as a publisher.</summary>
    internal sealed record Connected(long Id, string? Client) : ServerEvent
    {
        /// <summary>By which the session can be taken up again over another connection, once; null if it cannot.</summary>
        public string? Session { get; init; }

        /// <summary>When the token ends; null if there is none.</summary>
        public DateTimeOffset? TokenEnds { get; init; }

        /// <summary>The topics and filters of a session that was taken up again; null if none was.</summary>
        public IReadOnlyList<string>? Resumed { get; init; }
    }

    /// <summary>A new token counts.</summary>
    internal sealed record Refreshed(long Id, DateTimeOffset? TokenEnds) : Answer(Id);

    /// <summary>A part of a topic's history.</summary>
    internal sealed record HistoryRead(long Id, HistoryPage Page) : Answer(Id);

    /// <summary>Who is there.</summary>
    internal sealed record PresenceRead(long Id, TopicPresence Presence) : Answer(Id);

    /// <summary>So many came and went that only their number is told.</summary>
    internal sealed record PresenceCounted(string Topic, long Count) : PresenceNews(Topic);

    /// <summary>A client has come to a topic.</summary>
    internal sealed record Joined(string Topic, PresentClient Client) : PresenceNews(Topic);

    /// <summary>A client has gone from a topic.</summary>
    internal sealed record Left(string Topic, PresentClient Client) : PresenceNews(Topic);

    /// <summary>A request was refused; the id is null if the server could not tell which.</summary>
    internal sealed record Refused(long? Id, int Code, string Message, bool CanRetry) : ServerEvent
    {
        /// <summary>How long to wait before that; zero if it is not told.</summary>
        public TimeSpan RetryAfter { get; init; }
    }

    /// <summary>Messages were let go.</summary>
    internal sealed record Gap(string Topic, long From, long To, string? Reason) : ServerEvent;

    /// <summary>The server is going down and would have us come back after a while.</summary>
    internal sealed record Draining(TimeSpan ReconnectAfter) : ServerEvent;

    /// <summary>Something that this client has no use for.</summary>
    internal sealed record Other : ServerEvent
    {
        /// <summary>The only instance.</summary>
        internal static readonly Other Instance = new();

        private Other()
        {
        }
    }
}
