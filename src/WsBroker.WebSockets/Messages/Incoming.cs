using WsBroker.WebSockets.Closing;

namespace WsBroker.WebSockets.Messages;

/// <summary>The first whole thing that was found in the bytes of a peer.</summary>
public readonly ref struct Incoming
{
    /// <summary>What it is, and so which of the other members mean something.</summary>
    public IncomingKind Kind { get; internal init; }

    /// <summary>The kind of a message.</summary>
    public MessageKind MessageKind { get; internal init; }

    /// <summary>
    /// The unmasked bytes of a message, ping or pong; of a close frame the reason in UTF-8, without the code.
    /// Valid until the next <see cref="MessageAssembler.Read"/>, or until the buffer that was read from is reused.
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; internal init; }

    /// <summary>How many bytes of payload a compressed message had on the wire; null if it was not compressed.</summary>
    public int? CompressedBytes { get; internal init; }

    /// <summary>
    /// The code of a close frame, be it one that breaks a rule; <see cref="CloseCode.NoStatusReceived"/> if it bore none.
    /// </summary>
    public CloseCode CloseCode { get; internal init; }

    /// <summary>The rule that was broken, and the code to close with.</summary>
    public ProtocolViolation Violation { get; internal init; }
}
