using System.Security.Cryptography.X509Certificates;
using WsBroker.Server.Options;
using WsBroker.Server.Tls;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Tls;

public sealed class ServerCertificateTests : IDisposable
{
    private const string Password = "secret";

    private readonly TestCertificate _made = new("a.test");

    public void Dispose() => _made.Dispose();

    [Fact]
    public void Certificate_and_key_may_lie_in_one_PEM() => AssertLoads(new() { File = _made.PemFile });

    [Fact]
    public void The_key_may_lie_in_a_file_of_its_own() => AssertLoads(new()
    {
        File = _made.Write("cert.pem", _made.CertificatePem),
        Key = _made.Write("key.pem", _made.KeyPem),
    });

    [Fact]
    public void The_key_may_have_a_password() => AssertLoads(new()
    {
        File = _made.Write("cert.pem", _made.CertificatePem),
        Key = _made.Write("key.pem", _made.EncryptedKeyPem(Password)),
        Password = Password,
    });

    [Theory]
    [InlineData(null)]
    [InlineData(Password)]
    public void A_PFX_is_taken_too(string? password)
    {
        var file = Path.Combine(_made.Folder, "cert.pfx");
        File.WriteAllBytes(file, _made.Pfx(password));

        AssertLoads(new() { File = file, Password = password });
    }

    [Fact]
    public void The_rest_of_the_chain_is_shown_with_it()
    {
        using var root = new TestCertificate("root.test");
        using var between = new TestCertificate(root, "between.test");
        using var leaf = new TestCertificate(between, "leaf.test");
        var file = leaf.Write("chain.pem", leaf.CertificatePem + "\n" + between.CertificatePem + "\n" + leaf.KeyPem);

        var loaded = ServerCertificate.Load(CertificateContent.Read(new() { File = file }), TimeProvider.System.GetUtcNow());

        Assert.Contains(between.Thumbprint, loaded.Tls.ServerCertificateContext!.IntermediateCertificates.Select(one => one.Thumbprint), StringComparer.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() => AssertRefused(new() { File = "/nowhere/cert.pem" }, "there is no file /nowhere/cert.pem");

    [Fact]
    public void A_missing_key_is_named() => AssertRefused(
        new() { File = _made.PemFile, Key = "/nowhere/key.pem" }, "there is no file /nowhere/key.pem");

    [Fact]
    public void A_file_that_is_no_certificate_is_refused() => AssertRefused(new() { File = _made.Write("x.pem", "hello") }, "x.pem cannot be used");

    [Fact]
    public void A_certificate_without_its_key_is_refused() => AssertRefused(
        new() { File = _made.Write("cert.pem", _made.CertificatePem) }, "cert.pem cannot be used");

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        using var other = new TestCertificate();
        AssertRefused(
            new() { File = _made.Write("cert.pem", _made.CertificatePem), Key = other.Write("key.pem", other.KeyPem) }, "cannot be used");
    }

    [Fact]
    public void A_wrong_password_is_refused_and_not_told()
    {
        var file = Path.Combine(_made.Folder, "cert.pfx");
        File.WriteAllBytes(file, _made.Pfx(Password));

        var wrong = AssertRefused(new() { File = file, Password = "not it" }, "cannot be used");

        Assert.DoesNotContain("not it", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PFX_without_a_key_is_refused()
    {
        var file = Path.Combine(_made.Folder, "cert.pfx");
        File.WriteAllBytes(file, _made.Public.Export(X509ContentType.Pfx));

        AssertRefused(new() { File = file }, "has no private key in it");
    }

    [Fact]
    public void One_that_has_expired_is_refused_with_the_time()
    {
        using var old = new TestCertificate(new DateTimeOffset(2020, 2, 1, 12, 0, 0, TimeSpan.Zero));
        AssertRefused(new() { File = old.PemFile }, "expired at 2020-02-01 12:00:00Z");
    }

    [Fact]
    public void One_that_is_not_valid_yet_is_refused_with_the_time()
    {
        using var early = new TestCertificate(new DateTimeOffset(2090, 2, 3, 12, 0, 0, TimeSpan.Zero));
        AssertRefused(new() { File = early.PemFile }, "is not valid before 2090-02-01 12:00:00Z");
    }

    private void AssertLoads(CertificateOptions options)
    {
        var loaded = ServerCertificate.Load(CertificateContent.Read(options), TimeProvider.System.GetUtcNow());

        Assert.Equal(_made.Thumbprint, loaded.Tls.ServerCertificateContext!.TargetCertificate.Thumbprint);
        Assert.True(loaded.Tls.ServerCertificateContext.TargetCertificate.HasPrivateKey);
        Assert.True(loaded.Names.Has("a.test"));
    }

    private static string AssertRefused(CertificateOptions options, string part)
    {
        var wrong = Assert.Throws<CertificateException>(
            () => ServerCertificate.Load(CertificateContent.Read(options), TimeProvider.System.GetUtcNow()));

        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
        return wrong.Message;
    }
}
