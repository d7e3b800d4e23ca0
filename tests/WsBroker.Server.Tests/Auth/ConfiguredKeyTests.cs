using System.Security.Cryptography;
using WsBroker.Server.Auth;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Auth;

public sealed class ConfiguredKeyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void AU_05_A_file_that_is_no_key_stops_the_start(string content)
    {
        File.WriteAllText(_file, content);

        Assert.Contains("is no key in PEM that RS256 takes", Refuse("RS256"), StringComparison.Ordinal);
        Assert.Contains("is no key in PEM that ES256 takes", Refuse("ES256"), StringComparison.Ordinal);
    }

    [Fact]
    public void AU_05_A_file_that_is_not_there_stops_the_start()
    {
        File.Delete(_file);

        Assert.Contains("There is no file", Refuse("RS256"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256", 31, "must have at least 32")]
    [InlineData("HS384", 47, "must have at least 48")]
    [InlineData("HS512", 63, "must have at least 64")]
    public void AU_05_A_secret_that_is_too_short_stops_the_start_and_is_not_told(string algorithm, int length, string part)
    {
        var secret = new string('s', length);

        var wrong = Refuse(new AuthKeyOptions { Algorithm = algorithm, Secret = secret });

        Assert.Contains(part, wrong, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, wrong, StringComparison.Ordinal);
        Assert.NotNull(ConfiguredKey.Load(new AuthKeyOptions { Algorithm = algorithm, Secret = secret + "s" }, 0));
    }

    [Fact]
    public void A_key_that_is_too_small_or_of_another_curve_stops_the_start()
    {
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        File.WriteAllText(_file, small.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("has 1024 bits; RS256 takes at least 2048", Refuse("RS256"), StringComparison.Ordinal);
        File.WriteAllText(_file, curve.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("has 384 bits; ES256 takes 256", Refuse("ES256"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_and_a_private_key_are_taken_for_their_public_key()
    {
        using var certificate = new TestCertificate();
        using var rsa = RSA.Create(2048);

        File.WriteAllText(_file, rsa.ExportPkcs8PrivateKeyPem());
        Assert.NotNull(ConfiguredKey.Load(new AuthKeyOptions { Algorithm = "PS256", File = _file }, 0).ToVerificationKey());
        File.Copy(certificate.PemFile, _file, overwrite: true);
        var algorithm = File.ReadAllText(_file).Contains("RSA", StringComparison.Ordinal) ? "RS256" : "ES256";
        Assert.NotNull(ConfiguredKey.Load(new AuthKeyOptions { Algorithm = algorithm, File = _file }, 0).ToVerificationKey());
    }

    [Theory]
    [InlineData("HS256", null, null, "has a secret or a file")]
    [InlineData("HS256", "s", "f", "has a secret or a file")]
    [InlineData("", "s", null, "says no algorithm")]
    [InlineData("none", "s", null, "says no algorithm")]
    [InlineData("RS256", "s", null, "takes a file")]
    [InlineData("HS256", null, "f", "takes a secret")]
    public void A_key_that_is_half_told_stops_the_start(string algorithm, string? secret, string? file, string part) =>
        Assert.Contains(part, Refuse(new AuthKeyOptions { Algorithm = algorithm, Secret = secret, File = file }), StringComparison.Ordinal);

    private string Refuse(string algorithm) => Refuse(new AuthKeyOptions { Algorithm = algorithm, File = _file });

    private static string Refuse(AuthKeyOptions options) =>
        Assert.Throws<InvalidOptionsException>(() => ConfiguredKey.Load(options, 0)).Message;
}
