namespace WsBroker.Client.Messages;

/// <summary>All that the server tells a client, as far as the client makes use of it.</summary>
internal abstract record ServerEvent
{
    private ServerEvent()
    {
    }

    /// <summary>A publication for a subscriber.</summary>
    internal sealed record Delivered(WsBrokerMessage Message) : ServerEvent;

    /// <summary>A publication is stored.</summary>
    internal sealed record Published(long Id, TopicPosition Position) : ServerEvent;

    /// <summary>A subscription stands; position and recovery are null where they mean nothing.</summary>
    internal sealed record Subscribed(long Id, TopicPosition? Position, bool? Recovered) : ServerEvent;

    /// <summary>The server ended a subscription.</summary>
    internal sealed record Unsubscribed(string Filter, int Code, string Reason) : ServerEvent;

    /// <summary>The greeting: the name that this connection has as a publisher.</summary>
    internal sealed record Connected(long Id, string? Client) : ServerEvent;

    /// <summary>A request was refused; the id is null if the server could not tell which.</summary>
    internal sealed record Refused(long? Id, int Code, string Message, bool CanRetry) : ServerEvent;

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
