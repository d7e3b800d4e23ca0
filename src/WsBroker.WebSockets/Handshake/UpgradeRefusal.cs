namespace WsBroker.WebSockets.Handshake;

/// <summary>
/// Why a request did not become a WebSocket connection. Its status and sentence: <see cref="UpgradeRefusals"/>.
/// </summary>
public enum UpgradeRefusal : byte
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>A line ends in a bare CR or LF (RFC 9112 §2.2).</summary>
    LineEndMalformed,

    /// <summary>A NUL byte is in the head.</summary>
    NulInHead,

    /// <summary>The request line is not method, target and version, one space apart (RFC 9112 §3).</summary>
    RequestLineMalformed,

    /// <summary>A header line is not a name, a colon and a value (RFC 9112 §5).</summary>
    HeaderLineMalformed,

    /// <summary>A header line goes on in the next line (RFC 9112 §5.2).</summary>
    HeaderLineFolded,

    /// <summary>The request line is longer than <see cref="HeadLimits.MaxRequestLineBytes"/>.</summary>
    RequestLineTooLong,

    /// <summary>A header line is longer than <see cref="HeadLimits.MaxHeaderLineBytes"/>.</summary>
    HeaderLineTooLong,

    /// <summary>There are more header lines than <see cref="HeadLimits.MaxHeaderLines"/>.</summary>
    TooManyHeaderLines,

    /// <summary>The head is longer than <see cref="HeadLimits.MaxHeadBytes"/>.</summary>
    HeadTooLong,

    /// <summary>There is no Host header (RFC 9112 §3.2).</summary>
    HostMissing,

    /// <summary>There is more than one Host header (RFC 9112 §3.2).</summary>
    HostRepeated,

    /// <summary>The Host header is not a host and perhaps a port (RFC 9110 §7.2).</summary>
    HostMalformed,

    /// <summary>The target is not a path and perhaps a query (RFC 9112 §3.2.1).</summary>
    TargetMalformed,

    /// <summary>A body is announced.</summary>
    BodyAnnounced,

    /// <summary>The method is not GET (RFC 6455 §4.2.1).</summary>
    MethodNotAllowed,

    /// <summary>The version is not HTTP/1.1 (RFC 6455 §4.2.1, RFC 9110 §7.8).</summary>
    HttpVersionNotSupported,

    /// <summary>The path is none that WebSocket clients are served on.</summary>
    UnknownPath,

    /// <summary>It does not ask for an upgrade at all.</summary>
    UpgradeMissing,

    /// <summary>The Upgrade header does not name websocket (RFC 6455 §4.2.1).</summary>
    UpgradeNotWebSocket,

    /// <summary>The Connection header does not name upgrade (RFC 6455 §4.2.1).</summary>
    ConnectionNotUpgrade,

    /// <summary>The Sec-WebSocket-Version header is not one that is spoken, once (RFC 6455 §4.4).</summary>
    VersionNotSupported,

    /// <summary>There is no Sec-WebSocket-Key header (RFC 6455 §4.2.1).</summary>
    KeyMissing,

    /// <summary>There is more than one Sec-WebSocket-Key header (RFC 6455 §11.3.1).</summary>
    KeyRepeated,

    /// <summary>The Sec-WebSocket-Key header is not the Base64 of 16 bytes (RFC 6455 §4.2.1).</summary>
    KeyMalformed,

    /// <summary>The Sec-WebSocket-Protocol header is not a list of different tokens (RFC 6455 §4.1).</summary>
    SubprotocolsMalformed,

    /// <summary>The Sec-WebSocket-Extensions header breaks its grammar (RFC 6455 §9.1).</summary>
    ExtensionsMalformed,

    /// <summary>There is more than one Origin header.</summary>
    OriginRepeated,

    /// <summary>There is more than one Authorization header.</summary>
    AuthorizationRepeated,

    /// <summary>The page that asks comes from an origin that is not allowed.</summary>
    OriginNotAllowed,

    /// <summary>A client on the server's own machine asks by a host that a page from elsewhere could have, too.</summary>
    HostNotAllowed,

    /// <summary>The path names a topic that no topic can be called.</summary>
    InvalidTopic,

    /// <summary>The query has a parameter that is unknown or whose value is not allowed.</summary>
    InvalidQuery,

    /// <summary>A topic that is asked for with the request is not open to the client.</summary>
    TopicNotAllowed,

    /// <summary>The head did not arrive in time.</summary>
    HandshakeTimeout,

    /// <summary>We failed.</summary>
    Failed,

    /// <summary>The server is going down and takes no new clients.</summary>
    Draining,

    /// <summary>The server has as many connections as it may.</summary>
    TooManyConnections,

    /// <summary>The client's address has as many connections as one may.</summary>
    TooManyFromAddress,

    /// <summary>More clients come in a second than the server lets in.</summary>
    TooManyHandshakes,

    /// <summary>The server has more to do than it can, and lets nobody new in.</summary>
    Overloaded,

    /// <summary>There is no token, and nobody comes in here without one.</summary>
    TokenMissing,

    /// <summary>The token is not valid, or there are several.</summary>
    TokenInvalid,

    /// <summary>There is a token in the query, where none is taken.</summary>
    TokenInQuery,

    /// <summary>It cannot be said now whether the token is valid.</summary>
    TokensUnavailable,

    /// <summary>The user has as many connections as one may.</summary>
    TooManyOfUser,

    /// <summary>The client's address or user brings more connections in a second than it may.</summary>
    TooManyConnects,

    /// <summary>The client's address or user subscribes to more in a second than it may.</summary>
    TooManySubscriptions,

    /// <summary>A proxy that is to begin with a header of the PROXY protocol began otherwise.</summary>
    ProxyHeaderMalformed,
}
