namespace WsBroker.WebSockets.Framing;

/// <summary>The header of one frame (RFC 6455 §5.2).</summary>
/// <param name="Fin">Whether this is the last frame of its message; always so for control frames.</param>
/// <param name="Rsv1">The first reserved bit, which permessage-deflate gives a meaning (RFC 7692 §6).</param>
/// <param name="Opcode">What the frame is for.</param>
/// <param name="PayloadLength">The payload's length in bytes, never negative; at most 125 for control frames.</param>
/// <param name="Masked">Whether the payload is masked.</param>
/// <param name="MaskingKey">
/// The masking key, its first byte on the wire highest; 0 if the payload is not masked.
/// </param>
public readonly record struct FrameHeader(
    bool Fin, bool Rsv1, Opcode Opcode, long PayloadLength, bool Masked, uint MaskingKey)
{
    /// <summary>Whether this is a close, ping or pong frame (RFC 6455 §5.5).</summary>
    public bool IsControl => Opcode >= Opcode.Close;
}
