using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class ClientCertificateKeysTests
{
    private static readonly string[] _good =
        ["listen:0=https://127.0.0.1:0", "certificates:0:file=c.pem", "clientCertificates:mode=required", "clientCertificates:authorities=ca.pem"];

    [Fact]
    public void They_are_told_as_they_are_written()
    {
        var lines = OptionKeys.Describe(Read([.. _good, "clientCertificates:user=cn"])).ToList();

        Assert.Contains("clientCertificates:mode = required", lines, StringComparer.Ordinal);
        Assert.Contains("clientCertificates:authorities = ca.pem", lines, StringComparer.Ordinal);
        Assert.Contains("clientCertificates:user = cn", lines, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("clientCertificates:mode=perhaps")]
    [InlineData("clientCertificates:user=dn")]
    [InlineData("clientCertificates:mode=optional")]
    public void What_cannot_have_an_effect_stops_the_start(string setting) => Assert.Throws<InvalidOptionsException>(() => Read([setting]));

    [Fact]
    public void Without_TLS_nobody_can_show_one() =>
        Assert.Throws<InvalidOptionsException>(() => Read(["clientCertificates:mode=required", "clientCertificates:authorities=ca.pem"]));

    [Fact]
    public void Whom_certificates_name_needs_no_token() =>
        Assert.True(Read([.. _good, "clientCertificates:user=cn", "auth:required=true"]).Auth.Required);

    [Fact]
    public void Certificates_that_name_nobody_are_no_way_to_prove_who_one_is() =>
        Assert.Throws<InvalidOptionsException>(() => Read([.. _good, "auth:required=true"]));

    private static ServerOptions Read(string[] settings) => OptionsReader.Read(file: null, settings, []);
}
