using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WsBroker.TestKit;

/// <summary>A certificate that a test has made and signed itself, in files of a folder that goes with it.</summary>
public sealed class TestCertificate : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private readonly X509Certificate2 _certificate;

    /// <summary>Makes one for these hosts, valid from yesterday until tomorrow.</summary>
    /// <param name="hosts">DNS names; <c>localhost</c> if there are none. 127.0.0.1 is always among them.</param>
    public TestCertificate(params string[] hosts)
        : this(TimeProvider.System.GetUtcNow() + _day, hosts)
    {
    }

    /// <summary>Makes one that another has signed, and that can sign further ones.</summary>
    public TestCertificate(TestCertificate issuer, params string[] hosts)
        : this(issuer, new DateTimeOffset(issuer._certificate.NotAfter), hosts)
    {
    }

    /// <summary>Makes one that expires then.</summary>
    /// <param name="notAfter">The end; it begins two days before.</param>
    /// <param name="hosts">As above.</param>
    public TestCertificate(DateTimeOffset notAfter, params string[] hosts)
        : this(issuer: null, notAfter, hosts)
    {
    }

    private TestCertificate(TestCertificate? issuer, DateTimeOffset notAfter, string[] hosts, string? onlyUse = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=WsBroker test {hosts.FirstOrDefault()}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.DefaultIfEmpty("localhost"))
        {
            names.AddDnsName(host);
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        if (onlyUse is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(onlyUse)], critical: false));
        }

        _certificate = issuer is null
            ? request.CreateSelfSigned(notAfter - _day - _day, notAfter)
            : request.Create(issuer._certificate, new DateTimeOffset(issuer._certificate.NotBefore), notAfter, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        Folder = Directory.CreateTempSubdirectory("wsbroker-").FullName;
        WritePem(PemFile);
    }

    /// <summary>One that another has signed, and that has expired an hour ago.</summary>
    public static TestCertificate Expired(TestCertificate issuer) => new(issuer, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1), ["expired"]);

    /// <summary>One that another has signed, for servers to present and not for clients.</summary>
    public static TestCertificate ForServersOnly(TestCertificate issuer) =>
        new(issuer, new DateTimeOffset((issuer ?? throw new ArgumentNullException(nameof(issuer)))._certificate.NotAfter), ["server"], ForServers);

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>A file with the certificate and its key in PEM.</summary>
    public string PemFile => Path.Combine(Folder, "both.pem");

    /// <summary>Tells one certificate from another.</summary>
    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>The certificate in PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The key in PEM.</summary>
    public string KeyPem => _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    /// <summary>The certificate without its key, to be trusted.</summary>
    public X509Certificate2 Public => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    /// <summary>For clients that trust this certificate and no other.</summary>
    public RemoteCertificateValidationCallback IsPresented => (_, presented, _, _) =>
        string.Equals(presented?.GetCertHashString(), Thumbprint, StringComparison.Ordinal);

    /// <summary>The key in PEM, with a password.</summary>
    public string EncryptedKeyPem(string password) => _certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
        password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000));

    /// <summary>Certificate and key as PFX.</summary>
    public byte[] Pfx(string? password) => _certificate.Export(X509ContentType.Pfx, password);

    /// <summary>Writes certificate and key to a file.</summary>
    public void WritePem(string file) => File.WriteAllText(file, CertificatePem + "\n" + KeyPem + "\n");

    /// <summary>Writes a file beside the others.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
