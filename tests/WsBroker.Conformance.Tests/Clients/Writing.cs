namespace WsBroker.Conformance.Tests.Clients;

/// <summary>How frames are cut into writes; the answer must not depend on it.</summary>
public enum Writing
{
    /// <summary>One write for each frame.</summary>
    FrameByFrame,

    /// <summary>One write for each byte.</summary>
    ByteByByte,

    /// <summary>One write for all frames.</summary>
    Coalesced,
}
