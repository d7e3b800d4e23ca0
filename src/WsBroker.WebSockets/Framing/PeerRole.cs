namespace WsBroker.WebSockets.Framing;

/// <summary>Which side of the connection we are, and so which frames we may be sent (RFC 6455 §5.1).</summary>
public enum PeerRole : byte
{
    /// <summary>We are the server: every frame that reaches us must be masked.</summary>
    Server,

    /// <summary>We are the client: no frame that reaches us may be masked.</summary>
    Client,
}
