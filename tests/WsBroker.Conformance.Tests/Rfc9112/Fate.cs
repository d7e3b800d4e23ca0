namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>What becomes of a connection after a request.</summary>
internal enum Fate
{
    /// <summary>It ends, and nothing behind the request is answered.</summary>
    Ends,

    /// <summary>The next request is answered.</summary>
    GoesOn,
}
