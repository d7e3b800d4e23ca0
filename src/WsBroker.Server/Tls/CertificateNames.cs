using System.Security.Cryptography.X509Certificates;

namespace WsBroker.Server.Tls;

/// <summary>The hosts that a certificate is for: its DNS names, of which a leading <c>*.</c> stands for one label (RFC 6125 §6.4.3).</summary>
internal sealed class CertificateNames
{
    private readonly HashSet<string> _names;

    /// <summary>Takes the names out of the certificate.</summary>
    public CertificateNames(X509Certificate2 certificate) => _names = certificate.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(static extension => extension.EnumerateDnsNames())
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the host stands there as it is.</summary>
    public bool Has(string host) => _names.Contains(host);

    /// <summary>Whether the host is one of those that a name with <c>*.</c> stands for.</summary>
    public bool HasWildcardFor(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _names.Contains($"*{host[dot..]}");
    }
}
