namespace WsBroker.Protocols.Json;

/// <summary>The commands of the JSON protocol.</summary>
internal enum CommandKind
{
    /// <summary>A member that is no command.</summary>
    Unknown,

    /// <summary><c>connect</c>.</summary>
    Connect,

    /// <summary><c>refresh</c>.</summary>
    Refresh,

    /// <summary><c>subscribe</c>.</summary>
    Subscribe,

    /// <summary><c>unsubscribe</c>.</summary>
    Unsubscribe,

    /// <summary><c>publish</c>.</summary>
    Publish,

    /// <summary><c>history</c>.</summary>
    History,

    /// <summary><c>presence</c>.</summary>
    Presence,

    /// <summary><c>ping</c>.</summary>
    Ping,
}
