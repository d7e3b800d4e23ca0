using System.Net.Security;

namespace WsBroker.Client.Connections;

/// <summary>How TLS is spoken with one host.</summary>
internal static class TlsOptions
{
    /// <summary>
    /// What is wanted, for this host unless another is named. The object that says what is wanted is never written to:
    /// it may serve clients of other hosts.
    /// </summary>
    public static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions? wanted) => wanted switch
    {
        null => new SslClientAuthenticationOptions { TargetHost = host },
        { TargetHost: null } => Copy(wanted, host),
        _ => wanted,
    };

    private static SslClientAuthenticationOptions Copy(SslClientAuthenticationOptions wanted, string host)
    {
        var copy = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            AllowRenegotiation = wanted.AllowRenegotiation,
            AllowTlsResume = wanted.AllowTlsResume,
            ApplicationProtocols = wanted.ApplicationProtocols,
            CertificateChainPolicy = wanted.CertificateChainPolicy,
            CertificateRevocationCheckMode = wanted.CertificateRevocationCheckMode,
            CipherSuitesPolicy = wanted.CipherSuitesPolicy,
            ClientCertificateContext = wanted.ClientCertificateContext,
            ClientCertificates = wanted.ClientCertificates,
            EnabledSslProtocols = wanted.EnabledSslProtocols,
            EncryptionPolicy = wanted.EncryptionPolicy,
            LocalCertificateSelectionCallback = wanted.LocalCertificateSelectionCallback,
            RemoteCertificateValidationCallback = wanted.RemoteCertificateValidationCallback,
        };
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            copy.AllowRsaPkcs1Padding = wanted.AllowRsaPkcs1Padding;
            copy.AllowRsaPssPadding = wanted.AllowRsaPssPadding;
        }

        return copy;
    }
}
