namespace WsBroker.Server.Options;

/// <summary>Where a certificate lies, with its key.</summary>
public sealed record CertificateOptions
{
    /// <summary>
    /// The file: PEM (the certificate, then those between it and the root, and the key unless <see cref="Key"/> says where
    /// that is), or PFX (PKCS #12).
    /// </summary>
    public string File { get; init; } = "";

    /// <summary>The file of the key in PEM; null if it is in <see cref="File"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The password of the key, or of the PFX; null for none. A secret: not for logs.</summary>
    public string? Password { get; init; }
}
