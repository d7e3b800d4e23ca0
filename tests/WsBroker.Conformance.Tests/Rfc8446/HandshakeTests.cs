using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;

namespace WsBroker.Conformance.Tests.Rfc8446;

/// <summary>Handshakes of TLS that are cut, stalled or malformed, and what may be agreed on in good ones.</summary>
public sealed class HandshakeTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    // What the broker is told, and what a machine that has much else to do may add; by default it would wait longer
    private const int TimeoutSeconds = 1;
    private static readonly TimeSpan _mostPatience = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task HS_44_Bad_handshakes_are_closed_at_the_handshake_timeout_and_others_notice_nothing()
    {
        await using var server = await Settings.StartSecureAsync(broker.Certificate, Settings.HandshakeTimeout(TimeoutSeconds));
        var vitals = new ProcessVitals(server);
        await using (var witness = await WitnessGroup.StartAsync(server))
        {
            var socketsBefore = vitals.OpenSockets;

            var late = await Task.WhenAll(BadHandshakes.All.Select(bad => TryAsync(server.Https, bad)));

            Assert.Empty(late.OfType<string>());
            await vitals.ReturnToSocketsAsync(socketsBefore);
            await using (await ConnectAsync(server.Https))
            {
                await witness.AssertWellAsync();
            }
        }

        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotMatch(" (info|warn|fail|crit): ", server.Output);
    }

    [Fact]
    public async Task HS_44_The_ClientHello_that_bad_ones_are_made_of_is_good()
    {
        const byte handshake = 22;
        const byte serverHello = 2;
        using var client = new TcpClient();
        await client.ConnectAsync(broker.Process.Https.Host, broker.Process.Https.Port);
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        await client.GetStream().WriteAsync(ClientHello.To("localhost"), timeout.Token);

        var answer = new byte[ClientHello.RecordHeaderLength + 1];
        await client.GetStream().ReadExactlyAsync(answer, timeout.Token);

        Assert.Equal((handshake, serverHello), (answer[0], answer[^1]));
    }

    [Theory]
    [InlineData("localhost", "http/1.1", "http/1.1")]
    [InlineData("localhost", "http/1.1,spdy/3", "http/1.1")]
    [InlineData("localhost", "", "")]
    [InlineData("", "http/1.1", "http/1.1")]
    [InlineData("", "", "")]
    public async Task HS_44_Without_an_offer_of_h2_and_without_a_host_HTTP_1_1_is_served(string host, string offered, string chosen)
    {
        await using var stream = await ConnectAsync(broker.Process.Https, host, offered);

        Assert.Equal(chosen, stream.NegotiatedApplicationProtocol.ToString());
        Assert.StartsWith("HTTP/1.1 101 ", await UpgradeAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HS_44_An_offer_of_unknown_protocols_alone_is_refused() =>
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(broker.Process.Https, "localhost", "acme-tls/1,spdy/3"));

    [Theory]
    [InlineData("secret.example")]
    [InlineData("secret.example\r\n\r\n")]
    public async Task HS_38_A_ClientHello_on_the_plain_port_is_refused_and_not_repeated(string host)
    {
        using var client = await StrictClient.ConnectAsync(broker.Process.Http);
        await client.WriteAsync(ClientHello.To(host));

        var refusal = await client.ReadRefusalAsync();

        Assert.Equal(400, refusal.Status);
        Assert.True(Ascii.IsValid(refusal.Body));
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>What came too late; null if it was closed in time.</returns>
    private static async Task<string?> TryAsync(Uri server, BadHandshake bad)
    {
        using var client = await StrictClient.ConnectAsync(server);
        var started = Stopwatch.GetTimestamp();
        await client.WriteUntilRefusedAsync(bad.Bytes, writeSize: int.MaxValue / 2);
        await client.AwaitGoneAsync();
        var took = Stopwatch.GetElapsedTime(started);
        return took > _mostPatience ? $"{bad.Name}: closed after {took}" : null;
    }

    private static async Task<string> UpgradeAsync(SslStream stream)
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        await stream.WriteAsync(RequestText.Upgrade("/").ToBytes(), timeout.Token);
        var status = new byte["HTTP/1.1 101 ".Length];
        await stream.ReadExactlyAsync(status, timeout.Token);
        return Encoding.ASCII.GetString(status);
    }

    private async Task<SslStream> ConnectAsync(Uri server, string host = "localhost", string protocols = "")
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        await socket.ConnectAsync(server.Host, server.Port, timeout.Token);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = [.. protocols.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static name => new SslApplicationProtocol(name))],
                RemoteCertificateValidationCallback = broker.Certificate.IsPresented,
            },
            timeout.Token);
        return stream;
    }
}
