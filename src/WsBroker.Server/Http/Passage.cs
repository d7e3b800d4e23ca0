namespace WsBroker.Server.Http;

/// <summary>What <see cref="GuardedInput"/> lets through.</summary>
internal enum Passage
{
    /// <summary>Requests, each of which is looked at.</summary>
    Requests,

    /// <summary>Everything: the connection became a WebSocket.</summary>
    Everything,

    /// <summary>Nothing more: the request was refused amid its body.</summary>
    Nothing,
}
