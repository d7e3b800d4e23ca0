using Microsoft.Extensions.Logging;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;
using WsBroker.Server.Tls;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Tls;

public sealed class CertificatesTests : IDisposable
{
    private readonly TestCertificate _first = new();
    private readonly TestCertificate _second = new();
    private readonly BrokerMeters _meters = new();
    private readonly TlsMetrics _metrics;
    private readonly RecordingLogger _logger = new();
    private readonly string _file;
    private readonly Certificates _certificates;

    public CertificatesTests()
    {
        _file = Path.Combine(_first.Folder, "served.pem");
        _first.WritePem(_file);
        _metrics = new TlsMetrics(_meters);
        _certificates = new Certificates([new() { File = _file }], clients: null, TimeProvider.System, _logger, _metrics);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _meters.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void A_file_that_did_not_change_is_not_loaded_again()
    {
        var before = _certificates.TlsFor(null);

        _certificates.Look();

        Assert.Same(before, _certificates.TlsFor(null));
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public void A_file_that_is_written_anew_is_taken()
    {
        _second.WritePem(_file);

        _certificates.Look();

        Assert.Equal(_second.Thumbprint, Served());
        Assert.Equal(LogLevel.Information, Assert.Single(_logger.Lines).Level);
    }

    [Fact]
    public void A_file_that_is_renamed_into_its_place_is_taken()
    {
        File.Move(_second.PemFile, _file, overwrite: true);

        _certificates.Look();

        Assert.Equal(_second.Thumbprint, Served());
    }

    [Fact]
    public void A_link_that_points_elsewhere_is_followed_as_Kubernetes_swaps_secrets()
    {
        var link = Path.Combine(_first.Folder, "..data");
        Directory.CreateSymbolicLink(link, _first.Folder);
        using var certificates = new Certificates(
            [new() { File = Path.Combine(link, "both.pem") }], clients: null, TimeProvider.System, _logger, _metrics);
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, _second.Folder);

        certificates.Look();

        Assert.Equal(_second.Thumbprint, certificates.TlsFor(null).ServerCertificateContext!.TargetCertificate.Thumbprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnonsense")]
    public void A_broken_file_leaves_the_old_one_and_is_told_once(string content)
    {
        File.WriteAllText(_file, content);

        _certificates.Look();
        _certificates.Look();

        Assert.Equal(_first.Thumbprint, Served());
        Assert.Equal(LogLevel.Warning, Assert.Single(_logger.Lines).Level);
    }

    [Fact]
    public void A_missing_file_leaves_the_old_one_until_it_is_there_again()
    {
        File.Delete(_file);
        _certificates.Look();
        var meanwhile = Served();
        _second.WritePem(_file);

        _certificates.Look();

        Assert.Equal(_first.Thumbprint, meanwhile);
        Assert.Equal(_second.Thumbprint, Served());
    }

    [Fact]
    public void An_expired_file_leaves_the_old_one()
    {
        using var old = new TestCertificate(new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero));
        old.WritePem(_file);

        _certificates.Look();

        Assert.Equal(_first.Thumbprint, Served());
    }

    [Fact]
    public void What_cannot_be_used_from_the_start_is_told_in_a_sentence()
    {
        File.Delete(_file);

        var wrong = Assert.Throws<InvalidOptionsException>(
            () => new Certificates([new() { File = _file }], clients: null, TimeProvider.System, _logger, _metrics));

        Assert.Equal($"There is no TLS without a certificate, and there is no file {_file}.", wrong.Message);
    }

    private string Served() => _certificates.TlsFor(null).ServerCertificateContext!.TargetCertificate.Thumbprint;
}
