using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>A key of the configuration: a secret, or a file in PEM.</summary>
/// <param name="Id">How tokens name it; empty if it has no name.</param>
/// <param name="Algorithm">What it is for.</param>
/// <param name="Key">The key itself, with its private part if the configuration has it.</param>
internal sealed record ConfiguredKey(string Id, SigningAlgorithm Algorithm, SecurityKey Key)
{
    private const string Certificate = "CERTIFICATE";

    /// <summary>Whether tokens can be made with it.</summary>
    public bool CanSign => Key is not AsymmetricSecurityKey { PrivateKeyStatus: PrivateKeyStatus.DoesNotExist };

    /// <summary>Loads a key.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="at">Its number, for the message.</param>
    /// <exception cref="InvalidOptionsException">It can't be used, and the message says why. It never bears the secret.</exception>
    public static ConfiguredKey Load(AuthKeyOptions options, int at)
    {
        var name = $"auth:keys:{at}";
        if (options.Secret is null == options.File is null)
        {
            throw new InvalidOptionsException($"The key '{name}' has a secret or a file: set {name}:secret or {name}:file, and not both.");
        }

        var algorithm = FindAlgorithm(options, name);
        SecurityKey key = options.Secret is { } secret ? LoadSecret(secret, algorithm, name) : LoadFile(options.File!, algorithm, name);
        key.KeyId = options.Id.Length == 0 ? null : options.Id;
        return new ConfiguredKey(options.Id, algorithm, key);
    }

    /// <summary>The key for verifying.</summary>
    public VerificationKey ToVerificationKey(string? tenant = null) => new(Id, Algorithm, Key, tenant);

    private static SigningAlgorithm FindAlgorithm(AuthKeyOptions options, string name)
    {
        var algorithm = SigningAlgorithm.Find(options.Algorithm)
            ?? throw new InvalidOptionsException($"The key '{name}' says no algorithm; set {name}:algorithm to one of {SigningAlgorithm.Names}.");
        return (algorithm.Kind is KeyKind.Hmac) == (options.Secret is not null)
            ? algorithm
            : throw new InvalidOptionsException($"The key '{name}' is for {algorithm.Name}, which takes a {(algorithm.Kind is KeyKind.Hmac ? "secret" : "file")}.");
    }

    private static SymmetricSecurityKey LoadSecret(string secret, SigningAlgorithm algorithm, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return algorithm.Takes(KeyKind.Hmac, bytes.Length * 8)
            ? new SymmetricSecurityKey(bytes)
            : throw new InvalidOptionsException($"The secret of '{name}' has {bytes.Length} bytes; for {algorithm.Name} it must have at least {algorithm.KeyBits / 8}.");
    }

    private static AsymmetricSecurityKey LoadFile(string path, SigningAlgorithm algorithm, string name)
    {
        var pem = ReadFile(path, name);
        try
        {
            return algorithm.Kind is KeyKind.Rsa ? new RsaSecurityKey(ReadRsa(pem, algorithm, name)) : new ECDsaSecurityKey(ReadEcdsa(pem, algorithm, name));
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new InvalidOptionsException($"The key '{name}' in {Path.GetFullPath(path)} is no key in PEM that {algorithm.Name} takes.");
        }
    }

    private static string ReadFile(string path, string name)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOptionsException($"There is no file {Path.GetFullPath(path)}, where '{name}' is to be.");
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOptionsException($"The file {Path.GetFullPath(path)} of '{name}' cannot be read: {denied.Message}");
        }
    }

    private static RSA ReadRsa(string pem, SigningAlgorithm algorithm, string name)
    {
        if (pem.Contains(Certificate, StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return Fit(certificate.GetRSAPublicKey() ?? throw new CryptographicException(), algorithm, KeyKind.Rsa, name);
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return Fit(rsa, algorithm, KeyKind.Rsa, name);
    }

    private static ECDsa ReadEcdsa(string pem, SigningAlgorithm algorithm, string name)
    {
        if (pem.Contains(Certificate, StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return Fit(certificate.GetECDsaPublicKey() ?? throw new CryptographicException(), algorithm, KeyKind.Ecdsa, name);
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return Fit(ecdsa, algorithm, KeyKind.Ecdsa, name);
    }

    private static TKey Fit<TKey>(TKey key, SigningAlgorithm algorithm, KeyKind kind, string name)
        where TKey : AsymmetricAlgorithm => algorithm.Takes(kind, key.KeySize)
            ? key
            : throw new InvalidOptionsException($"The key '{name}' has {key.KeySize} bits; {algorithm.Name} takes {(kind is KeyKind.Rsa ? "at least " : "")}{algorithm.KeyBits}.");
}
