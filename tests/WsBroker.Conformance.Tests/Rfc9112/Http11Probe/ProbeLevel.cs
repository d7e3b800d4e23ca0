namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>How strongly an RFC asks for it.</summary>
internal enum ProbeLevel
{
    /// <summary>A server must; no other answer passes.</summary>
    Must,

    /// <summary>A server should, or may choose; what is not as it should be stands in the README beside this.</summary>
    Should,
}
