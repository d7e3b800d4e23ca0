namespace WsBroker.Protocols;

/// <summary>What a client protocol makes of a message or an event: whether the connection goes on, or why it ends.</summary>
public enum Verdict
{
    /// <summary>The connection goes on.</summary>
    GoOn,

    /// <summary>The connection goes on, and the client has been told of a mistake of its own; too many of them end it.</summary>
    Mistaken,

    /// <summary>The connection goes on, and the message that was received goes back to its sender as it is.</summary>
    SendBack,

    /// <summary>The protocol does not speak this kind of message, text or binary (RFC 6455 §7.4.1, 1003).</summary>
    WrongKind,

    /// <summary>The client did what it may not (1008).</summary>
    NotAllowed,

    /// <summary>The client sends more in a second than it may, and there is no way to tell it how much (1008).</summary>
    TooFast,

    /// <summary>The client's token has expired, and there is no way to bring another (4401).</summary>
    TokenExpired,

    /// <summary>The broker cannot serve it now (1013).</summary>
    TryLater,

    /// <summary>The client goes on over another connection.</summary>
    TakenOver,
}
