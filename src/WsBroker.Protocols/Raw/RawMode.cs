namespace WsBroker.Protocols.Raw;

/// <summary>What a raw connection is for.</summary>
public enum RawMode
{
    /// <summary>To publish and to be told.</summary>
    Both,

    /// <summary>Only to be told.</summary>
    Sub,

    /// <summary>Only to publish.</summary>
    Pub,
}
