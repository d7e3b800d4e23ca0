namespace WsBroker.Gateway.Connections;

/// <summary>What the time that has passed asks for.</summary>
internal enum LivenessVerdict
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>The client has been silent: ping it.</summary>
    Ping,

    /// <summary>The client has not answered a ping.</summary>
    PongTimeout,

    /// <summary>The client began a message long ago.</summary>
    MessageTimeout,
}
