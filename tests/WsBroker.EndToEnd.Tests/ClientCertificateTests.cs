using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Clients that prove by a certificate of their own who they are.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestCertificate _server = new();
    private readonly TestCertificate _authority = new("authority");
    private readonly TestCertificate _backEnd;
    private readonly TestCertificate _other;
    private readonly TestCertificate _stranger = new("stranger");

    public ClientCertificateTests()
    {
        _backEnd = new TestCertificate(_authority, "backend");
        _other = new TestCertificate(_authority, "other");
    }

    public void Dispose()
    {
        _server.Dispose();
        _authority.Dispose();
        _backEnd.Dispose();
        _other.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_certificate_where_one_is_required()
    {
        await using var server = await StartAsync("clientCertificates:mode=required");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/live", _backEnd));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/live", _backEnd, HttpVersion.Version20));
        await Assert.ThrowsAnyAsync<Exception>(() => StatusAsync(server, "health/live", client: null));
        await Assert.ThrowsAnyAsync<Exception>(() => StatusAsync(server, "health/live", _stranger));
        Assert.Equal(101, await OpenAsync(server, _backEnd));
        Assert.Equal(0, await OpenAsync(server, client: null));
    }

    [Fact]
    public async Task One_that_has_expired_or_is_for_servers_only_is_refused_though_none_is_required()
    {
        using var expired = TestCertificate.Expired(_authority);
        using var forServers = TestCertificate.ForServersOnly(_authority);
        await using var server = await StartAsync("clientCertificates:mode=optional");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/live", client: null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/live", _other));
        foreach (var refused in (TestCertificate[])[expired, forServers, _stranger])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => StatusAsync(server, "health/live", refused));
            Assert.Equal(0, await OpenAsync(server, refused));
        }
    }

    [Fact]
    public async Task A_certificate_counts_as_an_API_key_and_no_other_does()
    {
        await using var server = await StartAsync(
            "clientCertificates:mode=optional",
            "apiKeys:0:name=backend",
            $"apiKeys:0:certificate={_backEnd.Public.GetCertHashString(HashAlgorithmName.SHA256)}",
            "apiKeys:0:readOnly=true");

        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "api/topics", _backEnd, version));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "api/topics", _other, version));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "api/topics", client: null, version));
        }

        using var http = Client(_backEnd);
        using var publish = await http.PostAsync(new Uri(server.Https, "api/publish"), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Forbidden, publish.StatusCode);
        using var plain = new HttpClient();
        using var answer = await plain.GetAsync(new Uri(server.Http, "api/topics"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_certificate_says_which_user_a_client_is_and_nobody_else_comes_in()
    {
        await using var server = await StartAsync("clientCertificates:mode=optional", "clientCertificates:user=cn", "auth:required=true");
        using var socket = await ConnectAsync(server, "", _backEnd);
        await socket.SendAsync("""{"id":1,"connect":{}}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        var connected = JsonElement.Parse(await HearAsync(socket)).GetProperty("connected");

        Assert.Equal("WsBroker test backend", connected.GetProperty("user").GetString());
        Assert.InRange(connected.GetProperty("expires").GetInt64(), 1, DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1);
        Assert.Equal(101, await OpenAsync(server, _other, "topics/t"));
        Assert.Equal(401, await OpenAsync(server, client: null, "topics/t"));
        Assert.Equal(401, await OpenAsync(server, client: null));
    }

    [Fact]
    public async Task The_certificate_of_a_proxy_speaks_for_nobody_behind_it()
    {
        await using var server = await StartAsync(
            "clientCertificates:mode=optional",
            "clientCertificates:user=cn",
            "auth:required=true",
            "apiKeys:0:name=backend",
            $"apiKeys:0:certificate={_backEnd.Public.GetCertHashString(HashAlgorithmName.SHA256)}",
            "proxies:0=127.0.0.1");

        Assert.Equal(401, await OpenAsync(server, _backEnd, "topics/t", ("X-Forwarded-For", "203.0.113.7")));
        using var http = Client(_backEnd);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await http.GetAsync(new Uri(server.Https, "api/topics"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<ServerProcess> StartAsync(params string[] settings) => ServerProcess.StartAsync(
    [
        "--listen", "https://127.0.0.1:0", "--certificate", _server.PemFile,
        .. settings.Append($"clientCertificates:authorities={_authority.Write("ca.pem", _authority.CertificatePem)}")
            .SelectMany(static setting => (string[])["--set", setting]),
    ]);

    private HttpClient Client(TestCertificate? client)
    {
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = _server.IsPresented } };
        if (client is not null)
        {
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(client.Pfx("x"), "x")];
        }

        return new HttpClient(handler) { Timeout = WebSocketPeer.Patience };
    }

    private async Task<HttpStatusCode> StatusAsync(ServerProcess server, string path, TestCertificate? client, Version? version = null)
    {
        using var http = Client(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Https, path))
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>The status with which a WebSocket is answered; 0 if TLS did not let it that far.</summary>
    private async Task<int> OpenAsync(ServerProcess server, TestCertificate? client, string path = "topics/t", params (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        _ = await Record.ExceptionAsync(() => ConnectAsync(socket, server, path, client, headers));
        return (int)socket.HttpStatusCode;
    }

    private async Task<ClientWebSocket> ConnectAsync(ServerProcess server, string path, TestCertificate client)
    {
        var socket = new ClientWebSocket();
        await ConnectAsync(socket, server, path, client, []);
        return socket;
    }

    private async Task ConnectAsync(
        ClientWebSocket socket, ServerProcess server, string path, TestCertificate? client, (string Name, string Value)[] headers)
    {
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.RemoteCertificateValidationCallback = _server.IsPresented;
        if (client is not null)
        {
            socket.Options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(client.Pfx("x"), "x")];
        }

        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        await socket.ConnectAsync(new Uri(server.Wss, path), late.Token);
    }

    private static async Task<string> HearAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        var buffer = new byte[16 * 1024];
        var heard = await socket.ReceiveAsync(buffer, late.Token);
        return Encoding.UTF8.GetString(buffer, 0, heard.Count);
    }
}
