namespace WsBroker.WebSockets.Closing;

/// <summary>
/// Why a connection is closed, as its peer is told (RFC 6455 §7.4, and IANA's registry for 1012 to 1014).
/// </summary>
/// <remarks>3000 to 3999 are for libraries and 4000 to 4999 for applications; they are cast to this type.</remarks>
public enum CloseCode : ushort
{
    /// <summary>All was said. The client stays away until it has something to do.</summary>
    NormalClosure = 1000,

    /// <summary>
    /// The server is going down, or the browser leaves the page. The client may connect again, after a pause.
    /// </summary>
    GoingAway = 1001,

    /// <summary>The client broke RFC 6455. It must be mended; connecting again leads to the same end.</summary>
    ProtocolError = 1002,

    /// <summary>The client sent a kind of message that is not taken here. It must send the other kind.</summary>
    UnsupportedData = 1003,

    /// <summary>Never on the wire: the peer's close frame bore no code. The client may take it for 1000.</summary>
    NoStatusReceived = 1005,

    /// <summary>
    /// Never on the wire: the connection ended without a close frame. The client connects again, after a pause.
    /// </summary>
    AbnormalClosure = 1006,

    /// <summary>The client sent text that is not UTF-8. It must be mended.</summary>
    InvalidPayload = 1007,

    /// <summary>The client broke a rule of this server. It must not do the same again.</summary>
    PolicyViolation = 1008,

    /// <summary>The client's message was too big. It may connect again, and must send smaller ones.</summary>
    MessageTooBig = 1009,

    /// <summary>From client to server: an extension that it cannot do without was not agreed on.</summary>
    MandatoryExtension = 1010,

    /// <summary>The server failed. The client may connect again, after a pause.</summary>
    InternalError = 1011,

    /// <summary>The server starts anew. The client connects again, after a pause of its own random length.</summary>
    ServiceRestart = 1012,

    /// <summary>
    /// The server has too much to do, or this client was too slow. It connects again, after a longer pause.
    /// </summary>
    TryAgainLater = 1013,

    /// <summary>A server behind this one failed. The client may connect again, after a pause.</summary>
    BadGateway = 1014,
}
