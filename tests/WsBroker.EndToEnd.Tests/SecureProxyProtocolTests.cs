using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A proxy that says for whom it speaks before it lets TLS through (PROXY protocol).</summary>
public sealed class SecureProxyProtocolTests : IAsyncLifetime, IDisposable
{
    private readonly TestCertificate _certificate = new();
    private ServerProcess? _server;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(
        "--listen", "https://127.0.0.1:0", "--certificate", _certificate.PemFile, "--set", "proxyProtocol=true", "--set", "proxies:0=127.0.0.1");

    public Task DisposeAsync() => _server!.DisposeAsync().AsTask();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData("127.0.0.9", "200")]
    [InlineData("203.0.113.9", "403")]
    public async Task The_client_is_the_one_that_the_header_before_TLS_names(string client, string status)
    {
        using var socket = await ConnectAsync();
        var head = Encoding.ASCII.GetBytes($"PROXY TCP4 {client} 192.0.2.1 5000 443\r\n");

        // In two pieces: a header may come in any
        await socket.SendAsync(head.AsMemory(0, 9));
        await socket.SendAsync(head.AsMemory(9));
        await using var tls = await ShakeHandsAsync(socket);
        await tls.WriteAsync("GET /api/topics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(tls);

        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4 nobody 192.0.2.1 5000 443\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public async Task A_proxy_that_begins_otherwise_is_cut_before_TLS(string beginning)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(beginning));

        var failure = await Record.ExceptionAsync(() => ShakeHandsAsync(socket));

        Assert.True(failure is IOException or AuthenticationException, $"{failure}");
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_server!.Https.Host, _server.Https.Port);
        return socket;
    }

    private async Task<SslStream> ShakeHandsAsync(Socket socket)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = _certificate.IsPresented };
        await tls.AuthenticateAsClientAsync(options, late.Token);
        return tls;
    }
}
