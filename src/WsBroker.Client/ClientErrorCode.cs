namespace WsBroker.Client;

/// <summary>
/// What <see cref="WsBrokerException.Code"/> says where the client itself, and not the server, is the one to tell.
/// The server's codes are 100–199 the request is wrong, 200–299 not allowed, 300–399 try later, 500–599 the broker's
/// fault.
/// </summary>
public enum ClientErrorCode
{
    /// <summary>
    /// No connection could be made: name, network, TLS or time. Check the address and that the broker runs there.
    /// </summary>
    CannotConnect = 900,

    /// <summary>
    /// Something answered the handshake, but not with a WebSocket connection. Check address, token and permissions.
    /// </summary>
    HandshakeRefused = 901,

    /// <summary>The server closed the connection and forbade more of the same. Mend what the message says.</summary>
    ClosedByServer = 902,

    /// <summary>The message is too big for the server. Send smaller ones.</summary>
    MessageTooBig = 903,

    /// <summary>
    /// The subscriber was not read while others waited for answers. Read faster, or publish from elsewhere.
    /// </summary>
    SubscriberTooSlow = 904,

    /// <summary>
    /// This client has a subscription to the same topic or filter already. End that first, or use another client.
    /// </summary>
    AlreadySubscribed = 905,
}
