namespace WsBroker.Gateway;

/// <summary>How a gateway ended.</summary>
public enum GatewayEnd
{
    /// <summary>As it was asked to: all connections are closed.</summary>
    Drained,

    /// <summary>By our own mistake: a listener is gone, and with it the purpose of the process.</summary>
    Failed,
}
