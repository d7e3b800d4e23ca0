namespace WsBroker.WebSockets.Handshake;

/// <summary>Why a server's answer did not open a WebSocket connection, as a client sees it (RFC 6455 §4.1).</summary>
public enum UpgradeFailure : byte
{
    /// <summary>It did.</summary>
    None,

    /// <summary>The answer is not HTTP/1.1, or larger than <see cref="HeadLimits.Default"/>.</summary>
    ResponseMalformed,

    /// <summary>The status is not 101; the response says which it is.</summary>
    NotAccepted,

    /// <summary>The Upgrade header is not websocket.</summary>
    UpgradeNotWebSocket,

    /// <summary>The Connection header does not name upgrade.</summary>
    ConnectionNotUpgrade,

    /// <summary>The Sec-WebSocket-Accept header is not, once, the one for our key.</summary>
    AcceptKeyWrong,

    /// <summary>The server chose a subprotocol that was not offered, or several.</summary>
    SubprotocolNotOffered,

    /// <summary>The server uses an extension; none is offered.</summary>
    ExtensionNotOffered,
}
