namespace WsBroker.WebSockets.Closing;

/// <summary>The rule that a peer broke once the handshake was done.</summary>
public enum ViolationReason : byte
{
    /// <summary>No rule was broken.</summary>
    None,

    /// <summary>RSV2 or RSV3 is set, which nothing gives a meaning (RFC 6455 §5.2).</summary>
    ReservedBitSet,

    /// <summary>RSV1 is set though no compression was agreed on (RFC 7692 §6).</summary>
    CompressionNotAgreed,

    /// <summary>RSV1 is set on a continuation or on a control frame (RFC 7692 §6.1).</summary>
    CompressionBitMisplaced,

    /// <summary>A compressed message is not deflate data, or ends inside a block (RFC 7692 §7.2.2).</summary>
    CompressedDataCorrupt,

    /// <summary>The opcode is one of 3 to 7 or 11 to 15 (RFC 6455 §5.2).</summary>
    UnknownOpcode,

    /// <summary>A client's frame is not masked (RFC 6455 §5.1).</summary>
    FrameNotMasked,

    /// <summary>A server's frame is masked (RFC 6455 §5.1).</summary>
    FrameMasked,

    /// <summary>A control frame is not final (RFC 6455 §5.5).</summary>
    ControlFrameFragmented,

    /// <summary>A control frame announces more than 125 bytes (RFC 6455 §5.5).</summary>
    ControlFrameTooLong,

    /// <summary>The payload's length is not in its shortest form (RFC 6455 §5.2).</summary>
    PayloadLengthNotMinimal,

    /// <summary>The highest bit of a 64-bit length is set (RFC 6455 §5.2).</summary>
    PayloadLengthNegative,

    /// <summary>A continuation came with no message to continue (RFC 6455 §5.4).</summary>
    NothingToContinue,

    /// <summary>A text or binary frame came inside an unfinished message (RFC 6455 §5.4).</summary>
    MessageInsideMessage,

    /// <summary>
    /// The message is, or is announced to be, bigger than <see cref="Messages.MessageLimits.MaxMessageBytes"/>.
    /// </summary>
    MessageTooBig,

    /// <summary>The message has more frames than <see cref="Messages.MessageLimits.MaxFragments"/>.</summary>
    TooManyFragments,

    /// <summary>A text message is not UTF-8 (RFC 6455 §8.1).</summary>
    TextNotUtf8,

    /// <summary>A close frame has one byte of a code (RFC 6455 §5.5.1).</summary>
    CloseCodeCut,

    /// <summary>A close frame bears a code that must not be on the wire (RFC 6455 §7.4).</summary>
    CloseCodeNotAllowed,

    /// <summary>The reason in a close frame is not UTF-8 (RFC 6455 §5.5.1).</summary>
    CloseReasonNotUtf8,
}
