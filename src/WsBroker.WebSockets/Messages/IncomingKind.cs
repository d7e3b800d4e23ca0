namespace WsBroker.WebSockets.Messages;

/// <summary>What came of reading.</summary>
public enum IncomingKind : byte
{
    /// <summary>The input is used up and nothing more is whole.</summary>
    NeedMoreData,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A ping, to be answered with a pong of the same payload.</summary>
    Ping,

    /// <summary>A pong, which needs no answer.</summary>
    Pong,

    /// <summary>The peer's close frame; nothing that follows it counts.</summary>
    Close,

    /// <summary>The peer broke a rule; nothing that follows it counts.</summary>
    Violation,
}
