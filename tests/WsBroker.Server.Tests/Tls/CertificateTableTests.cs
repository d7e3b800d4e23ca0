using WsBroker.Server.Tls;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Tls;

public sealed class CertificateTableTests : IDisposable
{
    private readonly TestCertificate[] _made =
        [new("default.test"), new("*.example.test"), new("a.example.test", "EXAMPLE.test"), new("b.example.test")];

    private readonly CertificateTable _table;

    public CertificateTableTests() => _table = new CertificateTable([.. _made.Select(made =>
        ServerCertificate.Load(CertificateContent.Read(new() { File = made.PemFile }), TimeProvider.System.GetUtcNow()))]);

    public void Dispose() => Array.ForEach(_made, made => made.Dispose());

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("unknown.test", 0)]
    [InlineData("default.test", 0)]
    [InlineData("c.example.test", 1)]
    [InlineData("C.Example.Test", 1)]
    [InlineData("a.example.test", 2)]
    [InlineData("A.EXAMPLE.TEST", 2)]
    [InlineData("example.test", 2)]
    [InlineData("b.example.test", 3)]
    [InlineData("x.c.example.test", 0)]
    [InlineData(".example.test", 0)]
    [InlineData("*.example.test", 1)]
    public void A_host_gets_the_certificate_that_names_it_then_a_wildcard_then_the_first(string? host, int expected) =>
        Assert.Same(_table.All[expected], _table.Choose(host));
}
