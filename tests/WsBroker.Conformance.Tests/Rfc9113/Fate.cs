namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>What becomes of a connection of HTTP/2.</summary>
internal enum Fate
{
    /// <summary>It goes on.</summary>
    Alive,

    /// <summary>It goes on, and the request on the stream is answered with 200.</summary>
    Answered,

    /// <summary>It ends.</summary>
    End,

    /// <summary>A stream is reset; the connection may end with it.</summary>
    Reset,
}
