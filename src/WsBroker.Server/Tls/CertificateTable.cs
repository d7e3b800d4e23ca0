namespace WsBroker.Server.Tls;

/// <summary>Which certificate a client gets. Immutable and thread-safe.</summary>
/// <param name="certificates">At least one; the first is for clients that name no host, or one that no certificate is for.</param>
internal sealed class CertificateTable(IReadOnlyList<ServerCertificate> certificates)
{
    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<ServerCertificate> All => certificates;

    /// <summary>Finds the certificate for a host: one that has its name, else one that has a wildcard for it, else the first.</summary>
    /// <param name="host">The host that the client named (SNI, RFC 6066 §3), or null or empty if it named none.</param>
    public ServerCertificate Choose(string? host) =>
        string.IsNullOrEmpty(host)
            ? certificates[0]
            : certificates.FirstOrDefault(one => one.Names.Has(host))
                ?? certificates.FirstOrDefault(one => one.Names.HasWildcardFor(host))
                ?? certificates[0];
}
