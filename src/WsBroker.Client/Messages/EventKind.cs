namespace WsBroker.Client.Messages;

/// <summary>The events of the JSON protocol that a client makes use of.</summary>
internal enum EventKind
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary><c>message</c>.</summary>
    Message,

    /// <summary><c>published</c>.</summary>
    Published,

    /// <summary><c>subscribed</c>.</summary>
    Subscribed,

    /// <summary><c>unsubscribed</c>.</summary>
    Unsubscribed,

    /// <summary><c>connected</c>.</summary>
    Connected,

    /// <summary><c>error</c>.</summary>
    Error,

    /// <summary><c>history</c>.</summary>
    History,

    /// <summary><c>presence</c>.</summary>
    Presence,

    /// <summary><c>joined</c>.</summary>
    Joined,

    /// <summary><c>left</c>.</summary>
    Left,

    /// <summary><c>gap</c>.</summary>
    Gap,

    /// <summary><c>draining</c>.</summary>
    Draining,

    /// <summary><c>refreshed</c>.</summary>
    Refreshed,
}
