namespace WsBroker.Client;

/// <summary>How a client stands with its server.</summary>
public enum ConnectionState
{
    /// <summary>The connection is open.</summary>
    Connected,

    /// <summary>The connection was lost; another is being made, or waited for.</summary>
    Reconnecting,

    /// <summary>The client was disposed, or gave up because the server will not have it. This is final.</summary>
    Closed,
}
