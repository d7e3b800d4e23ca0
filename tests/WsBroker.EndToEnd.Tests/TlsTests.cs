using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>The addresses that speak TLS: which certificate, which versions, what becomes of requests.</summary>
public sealed class TlsTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private const string Upgrade =
        "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols version)
    {
        await using var stream = await ConnectAsync(broker.Process.Https, broker.Certificate, version: version);

        Assert.Equal(version, stream.SslProtocol);
    }

    [Theory]
    [InlineData("h2,http/1.1", "h2")]
    [InlineData("http/1.1,h2", "h2")]
    [InlineData("http/1.1", "http/1.1")]
    [InlineData("", "")]
    public async Task HS_44_ALPN_chooses_what_the_client_speaks(string offered, string chosen)
    {
        var protocols = offered.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new SslApplicationProtocol(name));

        await using var stream = await ConnectAsync(broker.Process.Https, broker.Certificate, protocols: [.. protocols]);

        Assert.Equal(chosen, stream.NegotiatedApplicationProtocol.ToString());
    }

    [Fact]
    public async Task A_client_gets_the_certificate_of_the_host_that_it_names_and_else_the_first()
    {
        using var other = new TestCertificate("*.other.test");
        await using var server = await ServerProcess.StartAsync(
            "--listen", "https://127.0.0.1:0", "--certificate", broker.Certificate.PemFile, "--set", $"certificates:1:file={other.PemFile}");

        await using var named = await ConnectAsync(server.Https, other, "chat.other.test");
        await using var unknown = await ConnectAsync(server.Https, broker.Certificate, "unknown.test");
        await using var nameless = await ConnectAsync(server.Https, broker.Certificate, "127.0.0.1");
    }

    [Fact]
    public async Task A_new_certificate_is_for_new_connections_and_the_old_ones_stay()
    {
        using var first = new TestCertificate();
        using var second = new TestCertificate();
        await using var server = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", first.PemFile);
        using var early = await WebSocketPeer.SecureAsync(first, server.Wss, "topics/reload?echo=true");

        File.Move(second.PemFile, first.PemFile, overwrite: true);
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!await IsShownAsync(server.Https, second))
        {
            timeout.Token.ThrowIfCancellationRequested();
        }

        await early.SendAsync("still here");
        Assert.Equal("still here", await early.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", "/nowhere/cert.pem"));

        Assert.Contains("exit code 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("There is no TLS without a certificate, and there is no file /nowhere/cert.pem.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upgrade_on_a_connection_that_has_served_other_requests_is_served(bool isTls)
    {
        await using var stream = isTls ? await ConnectAsync(broker.Process.Https, broker.Certificate) : await ConnectPlainAsync();
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(stream, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);

        var answer = await AskAsync(stream, $"GET /topics/{broker.NextTopic()}?echo=true HTTP/1.1\r\n{Upgrade}");
        await stream.WriteAsync(new byte[] { 0x81, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i' });
        var echo = await ReadAsync(stream, 4);
        await stream.WriteAsync(new byte[] { 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8 });
        var close = await ReadAsync(stream, 4);

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([0x81, 2, (byte)'h', (byte)'i'], echo);
        Assert.Equal([0x88, 2, 0x03, 0xE8], close);
        Assert.Equal(0, await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false));
    }

    [Theory]
    [InlineData("GET /topics/a%23 HTTP/1.1\r\n" + Upgrade, "400")]
    [InlineData("GET /nowhere HTTP/1.1\r\n" + Upgrade, "404")]
    [InlineData("POST /topics/a HTTP/1.1\r\n" + Upgrade, "405")]
    [InlineData("GET /topics/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "426")]
    [InlineData("GET /topics/a HTTP/1.1\r\nOrigin: https://evil.example\r\n" + Upgrade, "403")]
    public async Task A_refusal_is_the_same_on_a_new_connection_with_and_without_TLS_and_on_one_that_was_kept(string request, string status)
    {
        await using var plain = await ConnectPlainAsync();
        await using var secure = await ConnectAsync(broker.Process.Https, broker.Certificate);
        await using var kept = await ConnectAsync(broker.Process.Https, broker.Certificate);
        await AskAsync(kept, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

        var expected = await AskAsync(plain, request);

        Assert.StartsWith($"HTTP/1.1 {status} ", expected, StringComparison.Ordinal);
        Assert.Equal(WithoutDate(expected), WithoutDate(await AskAsync(secure, request)));
        Assert.Equal(WithoutDate(expected), WithoutDate(await AskAsync(kept, request)));
    }

    [Fact]
    public async Task Who_is_connected_by_TLS_is_closed_with_1012_when_the_server_stops()
    {
        await using var server = await ServerProcess.StartAsync(
            "--listen", "https://127.0.0.1:0", "--certificate", broker.Certificate.PemFile);
        using var connections = WebSocketPeer.Connections(broker.Certificate);
        using var http1 = await WebSocketPeer.SecureAsync(broker.Certificate, server.Wss);
        using var http2 = await WebSocketPeer.Http2Async(connections, server.Wss);

        var stopping = server.StopAsync();
        foreach (var client in (WebSocketPeer[])[http1, http2])
        {
            // It may be told to leave before it is closed
            while (client.CloseStatus is null)
            {
                await client.ReceiveAsync();
            }

            Assert.Equal(1012, (int)client.CloseStatus);
            await client.CloseAsync();
        }

        Assert.Equal(0, await stopping);
    }

    private static async Task<SslStream> ConnectAsync(
        Uri server,
        TestCertificate certificate,
        string host = "localhost",
        SslProtocols version = SslProtocols.None,
        List<SslApplicationProtocol>? protocols = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = version,
                ApplicationProtocols = protocols,
                RemoteCertificateValidationCallback = certificate.IsPresented,
            },
            timeout.Token);
        return stream;
    }

    private async Task<Stream> ConnectPlainAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(broker.Process.Http.Host, broker.Process.Http.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<bool> IsShownAsync(Uri server, TestCertificate certificate)
    {
        try
        {
            await using var stream = await ConnectAsync(server, certificate);
            return true;
        }
        catch (AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>Sends a request and reads the answer: its head in the order of its names, and its body.</summary>
    private static async Task<string> AskAsync(Stream stream, string request)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = await ReadAsync(stream, length is null ? 0 : int.Parse(length["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture));
        return string.Join("\r\n", lines.Take(1).Concat(lines.Skip(1).Order(StringComparer.Ordinal))) + "\r\n\r\n" + Encoding.UTF8.GetString(body);
    }

    private static string WithoutDate(string answer) =>
        string.Join("\r\n", answer.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, timeout.Token);
        return bytes;
    }
}
