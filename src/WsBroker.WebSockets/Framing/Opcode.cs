namespace WsBroker.WebSockets.Framing;

/// <summary>What a frame is for (RFC 6455 §5.2, §11.8). Values with bit 3 set are control frames.</summary>
public enum Opcode : byte
{
    /// <summary>A further part of the message that a text or binary frame began.</summary>
    Continuation = 0,

    /// <summary>A text message, or its first part.</summary>
    Text = 1,

    /// <summary>A binary message, or its first part.</summary>
    Binary = 2,

    /// <summary>The last frame that its sender sends.</summary>
    Close = 8,

    /// <summary>Asks the peer for a pong with the same payload.</summary>
    Ping = 9,

    /// <summary>Answers a ping, or says unasked that its sender is alive.</summary>
    Pong = 10,
}
