using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using WsBroker.Client;
using WsBroker.Protocols.Echo;
using WsBroker.Protocols.Json;
using WsBroker.Protocols.Raw;
using WsBroker.Protocols.Sse;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Hosting;

/// <summary>The doors of a whole broker that asks for tokens, and for keys of its API.</summary>
public sealed class BrokerHostTests
{
    private const string ApiKey = "a key of the tests";

    // What plain HTTP is for everybody; of /sse, that is how to ask for it, and not the streams
    private static readonly string[] _public = ["/sse", "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json"];

    /// <summary>Where each of the endpoints is.</summary>
    private static readonly Dictionary<Type, string> _endpoints = new()
    {
        [typeof(JsonEndpoint)] = "/",
        [typeof(RawEndpoint)] = "/topics/$user/u1?mode=sub",
        [typeof(SseEndpoint)] = "/sse?topic=t",
        [typeof(EchoEndpoint)] = "/echo",
    };

    [Fact]
    public async Task AU_17_Every_route_but_the_public_ones_is_shut_without_a_key_and_with_a_token()
    {
        await using var broker = await StartWithApiKeyAsync();
        var routes = broker.Host.AllRoutes.ToList();

        Assert.True(routes.Count >= _public.Length + 3, string.Join(' ', routes));
        foreach (var (method, path) in routes.Where(static route => !_public.Contains(route.Path, StringComparer.Ordinal)))
        {
            foreach (var bearer in (string?[])[null, "wrong", GuardedBroker.Token("u1").Sign(), GuardedBroker.Token("u1").Claim("aud", "other").Sign()])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
                using var answer = await broker.Http.SendAsync(request);
                Assert.True((int)answer.StatusCode is 401 or 403, $"{method} {path} is answered {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task AU_17_Every_endpoint_is_shut_without_a_token_and_with_a_bad_one()
    {
        await using var broker = await GuardedBroker.StartAsync();
        var endpoints = SpokenProtocols.All(OptionsReader.Read(file: null, GuardedBroker.Settings, []), "node");

        foreach (var endpoint in endpoints)
        {
            var (_, path) = Assert.Single(_endpoints, one => one.Key == endpoint.GetType());
            Task<int> StatusAsync(TokenBuilder? token = null) => endpoint.IsOneWay ? GetAsync(broker, path, token?.Sign()) : broker.StatusAsync(path, token?.Sign());

            // Who may say later who he is can do nothing before
            Assert.Equal((path, endpoint.AwaitsConnect ? 101 : 401), (path, await StatusAsync()));
            Assert.Equal((path, 401), (path, await StatusAsync(GuardedBroker.Token("u1").Claim("aud", "other"))));
            Assert.Equal((path, 401), (path, await StatusAsync(GuardedBroker.Token("u1").Claim("exp", 1))));
            Assert.Equal((path, endpoint.IsOneWay ? 200 : 101), (path, await StatusAsync(GuardedBroker.Token("u1"))));
        }
    }

    [Theory]
    [InlineData("subscribe", "\"topic\":\"t\"")]
    [InlineData("publish", "\"topic\":\"t\",\"text\":\"x\"")]
    [InlineData("history", "\"topic\":\"t\"")]
    [InlineData("presence", "\"topic\":\"t\"")]
    [InlineData("unsubscribe", "\"topic\":\"t\"")]
    [InlineData("connect", "")]
    [InlineData("ping", "")]
    public async Task AU_17_Who_has_not_said_yet_who_he_is_can_do_nothing_else(string command, string members)
    {
        await using var broker = await GuardedBroker.StartAsync();
        using var socket = await broker.OpenAsync("/");

        await socket.SendAsync(Encoding.UTF8.GetBytes($$$"""{"id":1,"{{{command}}}":{ {{{members}}} }}"""), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        Assert.Contains("\"code\":202", await GuardedBroker.HearAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AU_12_A_malformed_token_has_one_short_line_in_the_log_whatever_is_in_it()
    {
        const int Tokens = 200;
        await using var broker = await GuardedBroker.StartAsync();
        var random = new SeededNumbers(7);
        var before = broker.Log.Split('\n').Length;

        for (var number = 0; number < Tokens; number++)
        {
            var token = new string([.. Enumerable.Range(0, 1 + random.Below(7000)).Select(_ => (char)(33 + random.Below(94)))]);
            Assert.Equal(401, await broker.StatusAsync("/topics/t", token));
        }

        var lines = broker.Log.Split('\n')[before..];
        Assert.Equal(Tokens, lines.Count(static line => line.Contains("TokenInvalid", StringComparison.Ordinal)));
        Assert.All(lines, static line => Assert.InRange(line.Length, 0, 200));
        Assert.InRange(lines.Length, Tokens, 4 * Tokens);
    }

    [Fact]
    public async Task AU_18_A_token_or_key_is_in_no_log_and_no_metric_wherever_it_comes_in()
    {
        await using var broker = await StartWithApiKeyAsync();
        var tokens = Enumerable.Range(0, 6).Select(static user => GuardedBroker.Token($"user{user}").Sign()).ToList();
        using var inQuery = await broker.OpenAsync($"/topics/t?token={tokens[0]}");
        using var inHeader = await broker.OpenAsync("/topics/t", tokens[1]);
        Assert.Equal(401, await broker.StatusAsync($"/topics/t?token={tokens[2]}x"));
        Assert.Equal(401, await broker.StatusAsync("/topics/t", tokens[2] + "x"));
        await using var client = await ConnectAsync(broker, tokens[3]);
        using var events = await broker.Http.GetAsync(new Uri($"/sse?topic=t&token={tokens[5]}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.True(events.IsSuccessStatusCode);
        Assert.Equal(401, (int)(await broker.Http.GetAsync(new Uri($"/sse?topic=t&token={tokens[5]}x", UriKind.Relative))).StatusCode);
        using var bad = await broker.Http.GetAsync(new Uri($"/api/topics?token={tokens[4]}", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/topics") { Headers = { Authorization = new("Bearer", ApiKey) } };
        using var good = await broker.Http.SendAsync(request);
        Assert.True(good.IsSuccessStatusCode);

        var seen = broker.Log + await broker.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("refused", seen, StringComparison.Ordinal);
        Assert.Contains("wsbroker_tokens", seen, StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.DoesNotContain(token.Split('.')[2], seen, StringComparison.Ordinal));
        Assert.DoesNotContain(ApiKey, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AU_06_Insecure_settings_are_warned_of_and_counted()
    {
        await using var broker = await GuardedBroker.StartAsync("origins:0=*");

        Assert.Contains("Warning Insecure: 'origins' has '*'", broker.Log, StringComparison.Ordinal);
        var metrics = await broker.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("wsbroker_insecure_settings 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NET_client_with_a_token_publishes_and_hears_under_its_name()
    {
        await using var broker = await GuardedBroker.StartAsync();
        await using var client = await ConnectAsync(broker, GuardedBroker.Token("u1").Sign());
        using var late = new CancellationTokenSource(GuardedBroker.Patience);

        await client.PublishAsync("t", "hi", cancellationToken: late.Token);

        await foreach (var message in client.SubscribeAsync("t", new SubscribeOptions { Last = 1 }, late.Token))
        {
            Assert.Equal("u1", message.User);
            break;
        }
    }

    [Fact]
    public async Task A_NET_client_without_a_good_token_is_told_so()
    {
        await using var broker = await GuardedBroker.StartAsync();

        var bad = await Assert.ThrowsAsync<WsBrokerException>(() => ConnectAsync(broker, "bad"));
        var none = await Assert.ThrowsAsync<WsBrokerException>(() => ConnectAsync(broker, token: null));

        Assert.Equal((203, 202), ((int)bad.Code, (int)none.Code));
        Assert.False(bad.CanRetry);
    }

    private static async Task<int> GetAsync(GuardedBroker broker, string path, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await broker.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    private static Task<WsBrokerClient> ConnectAsync(GuardedBroker broker, string? token) => WsBrokerClient.ConnectAsync(
        new UriBuilder(broker.Http.BaseAddress!) { Scheme = "ws" }.Uri,
        new WsBrokerClientOptions { Token = _ => ValueTask.FromResult(token) });

    private static Task<GuardedBroker> StartWithApiKeyAsync()
    {
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey)));
        return GuardedBroker.StartAsync("apiKeys:0:name=tests", $"apiKeys:0:sha256={hash}");
    }
}
