using System.Net;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Http;

/// <summary>What is for this machine only, and a page whose name was pointed to it (DNS rebinding): its browser is on this machine, and takes the broker for the page's own server.</summary>
public sealed class ApiGuardTests
{
    private const string Stranger = "evil.example:8080";

    private static readonly string[] _closed =
    [
        "/api/topics", "/api/history?topic=t", "/api/connections", "/api/status", "/metrics", "/admin", "/admin/", "/admin/admin.js", "/sse?topic=t",
    ];

    [Fact]
    public async Task AD_08_A_page_whose_name_was_pointed_to_this_machine_reads_nothing_and_is_told_what_is_allowed()
    {
        await using var broker = await GuardedBroker.StartAsync();

        foreach (var path in _closed)
        {
            using var silent = await AskAsync(broker, path, Stranger);
            using var saying = await AskAsync(broker, path, Stranger, origin: $"http://{Stranger}");
            var told = await silent.Content.ReadAsStringAsync();
            Assert.Equal((path, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (path, silent.StatusCode, saying.StatusCode));
            Assert.All(["localhost", "origins:0=", "proxies:0="], word => Assert.Contains(word, told, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("chat.localhost")]
    [InlineData("app.example")]
    public async Task AD_08_By_an_address_as_localhost_and_by_a_host_of_the_origins_everything_is_as_before(string host)
    {
        await using var broker = await GuardedBroker.StartAsync("origins:0=https://app.example");

        foreach (var path in _closed)
        {
            using var silent = await AskAsync(broker, path, host);
            using var saying = await AskAsync(broker, path, host, origin: $"http://{host}");
            Assert.NotEqual((path, HttpStatusCode.Forbidden), (path, silent.StatusCode));
            Assert.NotEqual((path, HttpStatusCode.Forbidden), (path, saying.StatusCode));
        }
    }

    [Fact]
    public async Task AD_08_Such_a_page_orders_nothing_either()
    {
        await using var broker = await GuardedBroker.StartAsync();
        using var request = Request("/api/disconnect", Stranger, $"http://{Stranger}");
        request.Method = HttpMethod.Post;
        request.Content = new StringContent("""{"user":"u"}""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await broker.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task AD_08_A_proxy_s_clients_from_elsewhere_may_call_it_as_they_like_and_the_one_on_this_machine_not()
    {
        await using var broker = await GuardedBroker.StartAsync("proxies:0=127.0.0.1");
        var token = GuardedBroker.Token("u1").Sign();

        using var far = await AskAsync(broker, $"/sse?topic=t&token={token}", Stranger, forwardedFor: "203.0.113.9");
        using var near = await AskAsync(broker, $"/sse?topic=t&token={token}", Stranger, forwardedFor: "127.0.0.1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (far.StatusCode, near.StatusCode));
    }

    [Fact]
    public async Task AD_08_Who_has_an_API_key_may_call_it_as_it_likes_and_so_may_a_scraper()
    {
        var key = new string('k', 32);
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
        await using var broker = await GuardedBroker.StartAsync("apiKeys:0:name=a", $"apiKeys:0:sha256={hash}", "scrapers:0=127.0.0.1");
        broker.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);

        foreach (var path in (string[])["/api/topics", "/admin/", "/metrics"])
        {
            using var answer = await AskAsync(broker, path, Stranger);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_probe_may_call_it_as_it_likes(string path)
    {
        await using var broker = await GuardedBroker.StartAsync();

        using var answer = await AskAsync(broker, path, "wsbroker");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(
        GuardedBroker broker, string path, string host, string? origin = null, string? forwardedFor = null)
    {
        using var request = Request(path, host, origin);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor is null ? [] : [forwardedFor]);
        return await broker.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static HttpRequestMessage Request(string path, string host, string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);
        return request;
    }
}
