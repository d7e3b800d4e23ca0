using System.Net.Http.Headers;
using WsBroker.Client;

namespace WsBroker.Server.Tests.Hosting;

/// <summary>The doors of a whole broker that asks for tokens, and for keys of its API.</summary>
public sealed class BrokerHostTests
{
    private const string ApiKey = "a key of the tests";

    private static readonly string[] _public = ["/sse", "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json"];

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

    [Theory]
    [InlineData("/topics/t")]
    [InlineData("/topics/$user/u1?mode=sub")]
    [InlineData("/echo")]
    public async Task AU_17_Every_WebSocket_is_shut_without_a_token_and_with_a_bad_one(string path)
    {
        await using var broker = await GuardedBroker.StartAsync();

        Assert.Equal(401, await broker.StatusAsync(path));
        Assert.Equal(401, await broker.StatusAsync(path, GuardedBroker.Token("u1").Claim("aud", "other").Sign()));
        Assert.Equal(401, await broker.StatusAsync(path, GuardedBroker.Token("u1").Claim("exp", 1).Sign()));
        Assert.Equal(101, await broker.StatusAsync(path, GuardedBroker.Token("u1").Sign()));
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

    private static Task<WsBrokerClient> ConnectAsync(GuardedBroker broker, string? token) => WsBrokerClient.ConnectAsync(
        new UriBuilder(broker.Http.BaseAddress!) { Scheme = "ws" }.Uri,
        new WsBrokerClientOptions { Token = _ => ValueTask.FromResult(token) });

    private static Task<GuardedBroker> StartWithApiKeyAsync()
    {
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ApiKey)));
        return GuardedBroker.StartAsync("apiKeys:0:name=tests", $"apiKeys:0:sha256={hash}");
    }
}
