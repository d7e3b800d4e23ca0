namespace WsBroker.Gateway.Connections;

/// <summary>Why a connection ended, for us: in logs and as a metric's tag.</summary>
public enum EndReason
{
    /// <summary>It was no WebSocket but plain HTTP, and goes on elsewhere.</summary>
    HandedOver,

    /// <summary>Its request was answered with an HTTP status.</summary>
    HandshakeRefused,

    /// <summary>The client closed it, as the protocol says.</summary>
    ClientClosed,

    /// <summary>The client was gone without a word, or the network was.</summary>
    ClientVanished,

    /// <summary>The client broke a rule of framing or UTF-8.</summary>
    ProtocolViolation,

    /// <summary>The client sent text where only bytes are spoken, or the reverse.</summary>
    WrongKind,

    /// <summary>The client did what it may not.</summary>
    NotAllowed,

    /// <summary>The client went on making mistakes.</summary>
    TooManyErrors,

    /// <summary>The client sent more in a second than it may.</summary>
    TooFast,

    /// <summary>A topic could not serve the client now.</summary>
    TryLater,

    /// <summary>The client goes on with its session over another connection.</summary>
    TakenOver,

    /// <summary>A back end has asked for it.</summary>
    Disconnected,

    /// <summary>The client took too long to read what it subscribed to.</summary>
    SlowConsumer,

    /// <summary>What was on its way to the client did not go in time: it reads nothing, or hardly anything.</summary>
    WriteTimeout,

    /// <summary>More waited for all slow clients than the node allows, and most of it for this one.</summary>
    Shed,

    /// <summary>The client began a message and did not end it in time.</summary>
    MessageTimeout,

    /// <summary>The client did not answer a ping.</summary>
    PongTimeout,

    /// <summary>The client did not prove in time who it is, or no back end let it in.</summary>
    AuthTimeout,

    /// <summary>The client's token has expired, and it brought no other.</summary>
    TokenExpired,

    /// <summary>The client's token has been revoked.</summary>
    TokenRevoked,

    /// <summary>The server is stopping.</summary>
    ServerStopping,

    /// <summary>It was stopped from outside: its mailbox ran over, or there was no more time to close it as asked.</summary>
    Overloaded,

    /// <summary>We failed.</summary>
    Failed,
}
