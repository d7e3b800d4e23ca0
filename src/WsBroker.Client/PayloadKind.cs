namespace WsBroker.Client;

/// <summary>What a payload is.</summary>
public enum PayloadKind
{
    /// <summary>A JSON value, kept byte for byte (<c>data</c>).</summary>
    Json,

    /// <summary>Text (<c>text</c>).</summary>
    Text,

    /// <summary>Bytes (<c>base64</c>).</summary>
    Binary,
}
