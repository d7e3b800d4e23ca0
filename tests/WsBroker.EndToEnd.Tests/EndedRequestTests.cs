using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Clients that end before their request is served; a proxy in front has let it pass for its first line.</summary>
public sealed class EndedRequestTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>, IDisposable
{
    // One of them was enough nearly always
    private const int Attempts = 50;

    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HP_19_A_body_is_no_request_though_its_client_ends_before_anybody_has_read_it(bool isTls)
    {
        var topic = broker.NextTopic();
        using var published = await _http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic, text = "kept" });
        var body = $"DELETE /api/history?topic={topic} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var request = Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await SendAndEndAsync(request, isTls);
        }

        var history = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/history?topic={topic}", UriKind.Relative));
        Assert.Equal("kept", Assert.Single(history.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAndEndAsync(byte[] request, bool isTls)
    {
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        var server = isTls ? broker.Process.Https : broker.Process.Http;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, late.Token);
        await using Stream stream = isTls ? await SecureAsync(client.GetStream()) : client.GetStream();
        await stream.WriteAsync(request, late.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        var answer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(answer, late.Token) > 0)
            {
                // Until the server has ended, too
            }
        }
        catch (IOException)
        {
            // It was cut
        }
    }

    private async Task<SslStream> SecureAsync(NetworkStream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = broker.Certificate.IsPresented,
        });
        return secure;
    }
}
