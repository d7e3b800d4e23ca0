namespace WsBroker.Gateway.Admission;

/// <summary>What a connection is counted as.</summary>
internal enum SeatKind : byte
{
    /// <summary>A WebSocket, or what may become one.</summary>
    WebSocket,

    /// <summary>Plain HTTP.</summary>
    Http,

    /// <summary>One too many, which waits to be told so.</summary>
    TurnedAway,

    /// <summary>Not any more.</summary>
    Left,
}
