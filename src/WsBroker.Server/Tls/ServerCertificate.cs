using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tls;

/// <summary>A certificate with its key, as handshakes use it. Immutable and thread-safe.</summary>
internal sealed class ServerCertificate
{
    private const string PemMark = "-----BEGIN ";

    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Names = new CertificateNames(leaf);
        NotAfter = new DateTimeOffset(leaf.NotAfter);
        Tls = new SslServerAuthenticationOptions
        {
            // Offline: a handshake never waits for somebody else's server
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
        };
    }

    /// <summary>The hosts that it is for.</summary>
    public CertificateNames Names { get; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>How a connection that gets this certificate speaks TLS. Shared by all of them, so that sessions are found again.</summary>
    public SslServerAuthenticationOptions Tls { get; }

    /// <summary>Makes it out of its files.</summary>
    /// <exception cref="CertificateException">They hold no certificate with its key, or one that is not valid now.</exception>
    public static ServerCertificate Load(CertificateContent content, DateTimeOffset now)
    {
        var options = content.Options;
        var isPem = content.File.AsSpan().IndexOf(Encoding.ASCII.GetBytes(PemMark)) >= 0;
        try
        {
            var (leaf, chain) = isPem ? LoadPem(content) : LoadPfx(content);
            CheckTime(leaf, options.File, now);
            return new ServerCertificate(leaf, chain);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new CertificateException(
                $"{Describe(options)} cannot be used ({Sentence(wrong.Message)}); allowed is a certificate with its key in PEM, or a PFX, and the password if it has one");
        }
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) LoadPem(CertificateContent content)
    {
        var certificates = Encoding.ASCII.GetString(content.File);
        var key = content.Key.Length == 0 ? certificates : Encoding.ASCII.GetString(content.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificates);
        var leaf = content.Options.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPem(certificates, key, password)
            : X509Certificate2.CreateFromPem(certificates, key);
        chain.RemoveAt(0);
        return (leaf, chain);
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Chain) LoadPfx(CertificateContent content)
    {
        var chain = X509CertificateLoader.LoadPkcs12Collection(content.File, content.Options.Password);
        var leaf = chain.FirstOrDefault(static certificate => certificate.HasPrivateKey)
            ?? throw new CertificateException($"{content.Options.File} has no private key in it");
        chain.Remove(leaf);
        return (leaf, chain);
    }

    private static void CheckTime(X509Certificate2 leaf, string file, DateTimeOffset now)
    {
        var (from, to) = (new DateTimeOffset(leaf.NotBefore), new DateTimeOffset(leaf.NotAfter));
        if (now >= to)
        {
            throw new CertificateException(string.Create(CultureInfo.InvariantCulture, $"the certificate in {file} expired at {to:u}"));
        }

        if (now < from)
        {
            throw new CertificateException(string.Create(CultureInfo.InvariantCulture, $"the certificate in {file} is not valid before {from:u}"));
        }
    }

    /// <summary>Without what .NET adds for those who read code.</summary>
    private static string Sentence(string message) => message.Split(" (Parameter", 2)[0].TrimEnd('.');

    private static string Describe(CertificateOptions options) =>
        options.Key is null ? options.File : $"{options.File} with the key in {options.Key}";
}
