namespace WsBroker.Broker.Publications;

/// <summary>What a payload is, so that each client protocol can hand it on as the publisher meant it.</summary>
public enum PayloadKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Bytes without further meaning.</summary>
    Binary,

    /// <summary>One JSON value, kept byte for byte.</summary>
    Json,
}
