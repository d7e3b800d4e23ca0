using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>Two nodes without a key of tokens: certificates and a back end say who clients are.</summary>
public sealed class RevokedUsersTests : IAsyncLifetime, IDisposable
{
    private readonly TestCertificate _server = new();
    private readonly TestCertificate _authority = new("authority");
    private readonly List<ServerProcess> _nodes = [];
    private WebApplication? _backEnd;
    private RedisServer? _redis;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _backEnd = builder.Build();
        _backEnd.Urls.Add("http://127.0.0.1:0");
        _backEnd.MapPost("/", static context => context.Response.WriteAsync("""{"allow":true,"user":"hooked"}"""));
        await _backEnd.StartAsync();
        _redis = await RedisServer.StartAsync();
        _nodes.AddRange(await Task.WhenAll(StartAsync(), StartAsync()));
        await Task.WhenAll(_nodes.Select(static node => ClusterFixture.KnowsAsync(node, count: 2)));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _redis!.DisposeAsync();
        await _backEnd!.DisposeAsync();
    }

    public void Dispose()
    {
        _server.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task AU_10_Users_by_certificates_are_closed_on_all_nodes_and_stay_out_as_long_as_these_live()
    {
        using var one = new TestCertificate(_authority, "one");
        using var other = new TestCertificate(_authority, "other");
        using var first = await EnterAsync(_nodes[0], one);
        using var second = await EnterAsync(_nodes[1], one);
        using var third = await EnterAsync(_nodes[0], other);

        var byUser = await RevokeAsync(_nodes[1], new { user = "WsBroker test one" });
        var byName = await RevokeAsync(_nodes[1], new { token = Convert.ToHexStringLower(other.Public.GetCertHash(HashAlgorithmName.SHA256)) });

        Assert.Equal((2, 1), (byUser.GetProperty("sessions").GetInt32(), byName.GetProperty("sessions").GetInt32()));
        foreach (var peer in (WebSocketPeer[])[first, second, third])
        {
            Assert.Equal(4403, await CloseOfAsync(peer));
        }

        foreach (var (node, client) in from node in _nodes from client in (TestCertificate[])[one, other] select (node, client))
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => WebSocketPeer.SecureAsync(_server, node.Wss, client: client));
            Assert.Contains("'401'", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AU_10_A_user_by_a_back_ends_word_is_closed_on_all_nodes_and_the_back_end_is_asked_again()
    {
        using var first = await WebSocketPeer.ConnectAsync(_nodes[0].Ws);
        using var second = await WebSocketPeer.ConnectAsync(_nodes[1].Ws);
        Assert.Equal(("hooked", "hooked"), (await UserAsync(first), await UserAsync(second)));

        var answer = await RevokeAsync(_nodes[0], new { user = "hooked" });

        Assert.Equal(2, answer.GetProperty("sessions").GetInt32());
        Assert.Equal((4403, 4403), (await CloseOfAsync(first), await CloseOfAsync(second)));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        using var again = await WebSocketPeer.ConnectAsync(_nodes[1].Ws);
        while (await UserAsync(again) is null)
        {
            // What was said within the second of the revocation does not count
            late.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<ServerProcess> StartAsync() => await ServerProcess.StartAsync(
    [
        "--engine", $"redis:{_redis!.Connection}", "--listen", "https://127.0.0.1:0", "--certificate", _server.PemFile,
        .. ((string[])
        [
            $"clientCertificates:authorities={_authority.Write("ca.pem", _authority.CertificatePem)}",
            "clientCertificates:mode=optional",
            "clientCertificates:user=cn",
            $"webhooks:connect={_backEnd!.Urls.Single()}",
            "webhooks:secret=0123456789abcdef0123456789abcdef",
            "limits:errors=10000",
        ]).SelectMany(static setting => (string[])["--set", setting]),
    ]);

    private async Task<WebSocketPeer> EnterAsync(ServerProcess node, TestCertificate client)
    {
        var peer = await WebSocketPeer.SecureAsync(_server, node.Wss, client: client);
        Assert.StartsWith("WsBroker test ", await UserAsync(peer), StringComparison.Ordinal);
        return peer;
    }

    /// <summary>Whom the broker takes the client for; null if it is not let in.</summary>
    private static async Task<string?> UserAsync(WebSocketPeer peer)
    {
        var answer = await peer.AskAsync(new { id = 1, connect = new { } });
        if (answer.TryGetProperty("error", out var error))
        {
            Assert.Equal((int)ErrorCode.InvalidToken, error.GetProperty("code").GetInt32());
            return null;
        }

        return answer.GetProperty("connected").GetProperty("user").GetString();
    }

    private static async Task<int> CloseOfAsync(WebSocketPeer peer)
    {
        Assert.Equal(WebSocketMessageType.Close, (await peer.ReceiveAsync()).Kind);
        return (int)peer.CloseStatus!;
    }

    private static async Task<JsonElement> RevokeAsync(ServerProcess node, object meant)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        using var answer = await http.PostAsJsonAsync(new Uri("api/revoke", UriKind.Relative), meant);
        return JsonElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }
}
