using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using WsBroker.Client;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>WsBroker's own client over TLS.</summary>
public sealed class SecureWsBrokerClientTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    [Fact]
    public async Task What_is_published_arrives_with_a_certificate_that_is_trusted()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var topic = broker.NextTopic();
        await using var publisher = await WsBrokerClient.ConnectAsync(broker.Process.Wss, Trusting(broker.Certificate), timeout.Token);
        await using var subscriber = await WsBrokerClient.ConnectAsync(broker.Process.Wss, Trusting(broker.Certificate), timeout.Token);
        var stands = new TaskCompletionSource();
        var options = new SubscribeOptions { Subscribed = _ => stands.TrySetResult() };
        await using var messages = subscriber.SubscribeAsync(topic, options, timeout.Token).GetAsyncEnumerator(timeout.Token);
        var next = messages.MoveNextAsync();
        await stands.Task.WaitAsync(timeout.Token);

        foreach (var size in (int[])[1, 16_384, 16_385, 500_000])
        {
            var text = string.Concat(Enumerable.Range(0, size).Select(at => (char)('a' + (at * at % 26))));
            await publisher.PublishAsync(topic, text, cancellationToken: timeout.Token);
            Assert.True(await next);
            Assert.Equal(text, messages.Current.GetText());
            next = messages.MoveNextAsync();
        }

        await subscriber.DisposeAsync();
        Assert.False(await next);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_an_error_that_says_so()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        using var another = new TestCertificate();

        await AssertRefusedAsync(new WsBrokerClientOptions(), "UntrustedRoot", timeout.Token);
        await AssertRefusedAsync(Trusting(another), "UntrustedRoot", timeout.Token);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_an_error_that_says_so()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var options = Trusting(broker.Certificate);
        options.Tls!.TargetHost = "elsewhere.test";

        await AssertRefusedAsync(options, "RemoteCertificateNameMismatch", timeout.Token);
    }

    [Fact]
    public async Task One_set_of_options_serves_many_hosts_each_by_its_own_name()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var asked = new List<string>();
        var options = new WsBrokerClientOptions
        {
            Tls = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (stream, certificate, chain, errors) =>
                {
                    asked.Add(((SslStream)stream).TargetHostName);
                    return broker.Certificate.IsPresented(stream, certificate, chain, errors);
                },
            },
        };

        foreach (var host in (string[])["127.0.0.1", "localhost"])
        {
            var address = new UriBuilder(broker.Process.Wss) { Host = host }.Uri;
            await using var client = await WsBrokerClient.ConnectAsync(address, options, timeout.Token);
        }

        Assert.Equal(["127.0.0.1", "localhost"], asked);
    }

    private async Task AssertRefusedAsync(WsBrokerClientOptions options, string why, CancellationToken cancellationToken)
    {
        var refusal = await Assert.ThrowsAsync<WsBrokerException>(
            () => WsBrokerClient.ConnectAsync(broker.Process.Wss, options, cancellationToken));

        Assert.Equal((int)ClientErrorCode.CannotConnect, refusal.Code);
        Assert.StartsWith($"Cannot connect to {broker.Process.Wss}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.IsType<AuthenticationException>(refusal.InnerException);
    }

    private static WsBrokerClientOptions Trusting(TestCertificate certificate) => new()
    {
        Tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate.Public },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
