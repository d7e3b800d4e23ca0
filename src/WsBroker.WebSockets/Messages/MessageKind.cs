namespace WsBroker.WebSockets.Messages;

/// <summary>The two kinds of message (RFC 6455 §5.6).</summary>
public enum MessageKind : byte
{
    /// <summary>UTF-8 text, checked.</summary>
    Text,

    /// <summary>Any bytes.</summary>
    Binary,
}
