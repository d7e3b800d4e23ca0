namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>How a request comes to the broker.</summary>
public enum Doorway
{
    /// <summary>As the first on its connection, which the gateway looks at.</summary>
    First,

    /// <summary>Behind another one, when the HTTP server has the connection already.</summary>
    Later,

    /// <summary>As the first on a connection with TLS.</summary>
    TlsFirst,

    /// <summary>Behind another one on a connection with TLS.</summary>
    TlsLater,
}
