namespace WsBroker.WebSockets.Messages;

/// <summary>All that a connection keeps while a frame or a message is not whole; an idle one has none.</summary>
internal sealed class UnfinishedInput
{
    private PartialHeader _header;
    private PartialFrame _frame;
    private PartialMessage _message;

    /// <summary>The bytes of a header that is not whole.</summary>
    public ref PartialHeader Header => ref _header;

    /// <summary>The frame that is arriving.</summary>
    public ref PartialFrame Frame => ref _frame;

    /// <summary>The message that is arriving, or that was handed out last and is still to be released.</summary>
    public ref PartialMessage Message => ref _message;

    /// <summary>Whether nothing is awaited any more, so that this may go.</summary>
    public bool IsSettled => _header.IsEmpty && !_frame.IsOpen && !_message.IsOpen;
}
