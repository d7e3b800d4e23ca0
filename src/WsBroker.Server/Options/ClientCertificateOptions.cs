namespace WsBroker.Server.Options;

/// <summary>What becomes of certificates that clients have.</summary>
public sealed record ClientCertificateOptions
{
    /// <summary>Whether clients are asked for one.</summary>
    public ClientCertificateMode Mode { get; init; }

    /// <summary>The file in PEM with the certificates of those whose clients are taken; null if it is not set.</summary>
    public string? Authorities { get; init; }

    /// <summary>Whether the common name in a certificate is the user that its client is.</summary>
    // Not, because authorities sign many certificates, and only the operator knows whether their names are users
    public bool NamesUser { get; init; }

    /// <summary>Whether clients can prove by certificates who they are.</summary>
    internal bool CanProveUsers => Mode is not ClientCertificateMode.None && NamesUser;
}
