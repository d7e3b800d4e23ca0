namespace WsBroker.Server.Options;

/// <summary>Whether clients are asked for a certificate of their own when they connect with TLS.</summary>
public enum ClientCertificateMode
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>They are, and may have none; one that is not good is refused.</summary>
    Optional,

    /// <summary>They are, and nobody comes in without a good one.</summary>
    Required,
}
