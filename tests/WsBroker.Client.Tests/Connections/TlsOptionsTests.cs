using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using WsBroker.Client.Connections;

namespace WsBroker.Client.Tests.Connections;

public sealed class TlsOptionsTests
{
    [Fact]
    public void Without_wishes_the_host_of_the_address_is_asked_for() =>
        Assert.Equal("broker.test", TlsOptions.For("broker.test", wanted: null).TargetHost);

    [Fact]
    public void A_host_that_is_named_is_kept()
    {
        var wanted = new SslClientAuthenticationOptions { TargetHost = "named.test" };

        Assert.Same(wanted, TlsOptions.For("broker.test", wanted));
    }

    [Fact]
    public void Every_wish_is_kept_and_the_object_of_the_caller_as_it_was()
    {
        var wanted = new SslClientAuthenticationOptions
        {
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = new X509ChainPolicy(),
            CertificateRevocationCheckMode = X509RevocationMode.Online,
            ClientCertificates = [],
            EnabledSslProtocols = SslProtocols.Tls13,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => null!,
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors is SslPolicyErrors.None,
        };

        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            wanted.AllowRsaPkcs1Padding = false;
        }

        var used = TlsOptions.For("broker.test", wanted);

        Assert.Null(wanted.TargetHost);
        foreach (var wish in typeof(SslClientAuthenticationOptions).GetProperties())
        {
            var expected = wish.Name is nameof(wanted.TargetHost) ? "broker.test" : wish.GetValue(wanted);
            Assert.True(Equals(expected, wish.GetValue(used)), wish.Name);
        }
    }
}
