using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WsBroker.Broker.Access;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tls;

/// <summary>Asks clients for certificates, takes those that an authority of the configuration has signed, and tells whom they name.</summary>
/// <remarks>Immutable and thread-safe. A handshake waits for nobody else: nothing is downloaded, and revocation lists are not asked for.</remarks>
internal sealed class ClientCertificates
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";

    private readonly ClientCertificateOptions _options;
    private readonly X509Certificate2Collection _authorities;

    private ClientCertificates(ClientCertificateOptions options, X509Certificate2Collection authorities) =>
        (_options, _authorities) = (options, authorities);

    /// <summary>Loads the authorities, if clients are asked at all.</summary>
    /// <exception cref="InvalidOptionsException">Their file can't be used.</exception>
    public static ClientCertificates? Load(ClientCertificateOptions options) =>
        options.Mode is ClientCertificateMode.None ? null : new ClientCertificates(options, LoadAuthorities(options.Authorities!));

    /// <summary>Has handshakes ask.</summary>
    public void AskIn(SslServerAuthenticationOptions tls)
    {
        tls.ClientCertificateRequired = true;
        tls.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        tls.CertificateChainPolicy = Policy();
        tls.RemoteCertificateValidationCallback = (_, certificate, _, problems) =>
            certificate is null ? _options.Mode is ClientCertificateMode.Optional : problems is SslPolicyErrors.None;
    }

    /// <summary>Whom a certificate that was taken names, for as long as it is valid.</summary>
    /// <returns>Null if it names nobody that can be a user, or names do not count.</returns>
    public Identity? IdentityIn(X509Certificate certificate)
    {
        if (!_options.NamesUser || certificate is not X509Certificate2 known)
        {
            return null;
        }

        var names = known.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(static part => !part.HasMultipleElements && part.GetSingleElementType().Value is CommonName)
            .Select(static part => part.GetSingleElementValue())
            .ToList();
        return names is [{ } name] && UserId.TryParse(name, tenant: "", out var user)
            ? new Identity(user, new DateTimeOffset(known.NotAfter))
            {
                TokenId = Convert.ToHexStringLower(known.GetCertHash(HashAlgorithmName.SHA256)),
                IssuedAt = new DateTimeOffset(known.NotBefore),
            }
            : null;
    }

    private static X509Certificate2Collection LoadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InvalidOptionsException($"The authorities of clients' certificates in {file} cannot be used: {wrong.Message}.");
        }

        return authorities.Count > 0
            ? authorities
            : throw new InvalidOptionsException($"There is no certificate in PEM in {file}, so no certificate of a client could be taken.");
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ApplicationPolicy.Add(new Oid(ForClients));
        return policy;
    }
}
