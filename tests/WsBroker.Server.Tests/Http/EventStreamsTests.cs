using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WsBroker.Server.Tests.Hosting;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Http;

/// <summary>Streams of events over all ways in: a connection of our own, one that has served other requests, and HTTP/2.</summary>
public sealed class EventStreamsTests : IDisposable
{
    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData("1.1", false, false)]
    [InlineData("1.1", false, true)]
    [InlineData("1.1", true, false)]
    [InlineData("1.1", true, true)]
    [InlineData("2.0", true, false)]
    [InlineData("2.0", true, true)]
    public async Task Events_are_the_same_over_every_way_in_and_a_stream_that_breaks_is_recovered(string version, bool isSecure, bool isKept)
    {
        await using var broker = await StartAsync();
        using var http = Client(broker, version, isSecure);
        if (isKept)
        {
            using var before = await http.GetAsync(new Uri("health/live", UriKind.Relative));
            Assert.True(before.IsSuccessStatusCode);
        }

        string last;
        await using (var first = await EventTap.OpenAsync(http, "sse?topic=t&topic=other"))
        {
            await first.NextAsync("subscribed");
            await first.NextAsync("subscribed");
            await PublishAsync(broker, "one");
            var message = await first.NextAsync("message");
            Assert.Equal("one", JsonElement.Parse(message.Data).GetProperty("text").GetString());
            last = message.LastEventId;
        }

        await PublishAsync(broker, "two");
        await using var second = await EventTap.OpenAsync(http, "sse?topic=t&topic=other", last);
        Assert.Contains("\"two\"", (await second.NextAsync("message")).Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("2.0", true)]
    public async Task A_back_end_sees_a_stream_and_can_end_it(string version, bool isSecure)
    {
        await using var broker = await StartAsync();
        using var http = Client(broker, version, isSecure);
        using var kept = await http.GetAsync(new Uri("health/live", UriKind.Relative));
        await using var stream = await EventTap.OpenAsync(http, "sse?topic=t");
        await stream.NextAsync("subscribed");

        var listed = JsonElement.Parse(await broker.Http.GetStringAsync(new Uri("api/connections?user=u1", UriKind.Relative)));
        var only = Assert.Single(listed.GetProperty("connections").EnumerateArray());
        using var order = new StringContent("""{"user":"u1"}""", Encoding.UTF8, "application/json");
        using var answer = await broker.Http.PostAsync(new Uri("api/disconnect", UriKind.Relative), order);

        Assert.Equal("t", Assert.Single(only.GetProperty("subscriptions").EnumerateArray()).GetString());
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(4002, JsonElement.Parse((await stream.NextAsync("closed")).Data).GetProperty("code").GetInt32());
        Assert.True(await stream.IsAtEndAsync());
        using var after = await http.GetAsync(new Uri("health/live", UriKind.Relative));
        Assert.True(after.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("2.0", true)]
    public async Task A_client_that_goes_leaves_its_topics(string version, bool isSecure)
    {
        await using var broker = await StartAsync();
        using var http = Client(broker, version, isSecure);
        using var kept = await http.GetAsync(new Uri("health/live", UriKind.Relative));
        await using (var stream = await EventTap.OpenAsync(http, "sse?topic=t"))
        {
            await stream.NextAsync("subscribed");
        }

        using var late = new CancellationTokenSource(GuardedBroker.Patience);
        while (!(await broker.Http.GetStringAsync(new Uri("api/connections", UriKind.Relative), late.Token)).Contains("\"count\":0", StringComparison.Ordinal))
        {
            late.Token.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("2.0", true)]
    public async Task AU_17_Without_a_good_token_there_are_no_events_on_any_way_in(string version, bool isSecure)
    {
        await using var broker = await StartAsync();
        using var http = Client(broker, version, isSecure);

        foreach (var token in (string[])["bad", GuardedBroker.Token("u1").Claim("aud", "other").Sign(), GuardedBroker.Token("u1").Claim("exp", 1).Sign()])
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var refused = await http.GetAsync(new Uri("sse?topic=t", UriKind.Relative));
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("https://app.example", 204)]
    [InlineData("https://evil.example", 403)]
    public async Task AD_06_A_page_may_ask_first_whether_it_may_send_a_token(string origin, int status)
    {
        await using var broker = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, "sse?topic=t");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var answer = await broker.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status is 204, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) && allowed.Contains(origin, StringComparer.Ordinal));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        using var post = await broker.Http.PostAsync(new Uri("sse", UriKind.Relative), content: null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "OPTIONS"], post.Content.Headers.Allow);
    }

    private Task<GuardedBroker> StartAsync() => GuardedBroker.StartOnAsync(
        ["127.0.0.1:0", "https://127.0.0.1:0"], $"certificates:0:file={_certificate.PemFile}", "origins:0=https://app.example");

    private HttpClient Client(GuardedBroker broker, string version, bool isSecure)
    {
        var address = broker.Host.Addresses.First(address => address.IsTls == isSecure).EndPoint;
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = _certificate.IsPresented }, MaxConnectionsPerServer = 1 };
        var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"{(isSecure ? "https" : "http")}://{address}/"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = GuardedBroker.Patience,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GuardedBroker.Token("u1").Sign());
        return client;
    }

    private static async Task PublishAsync(GuardedBroker broker, string text)
    {
        using var body = new StringContent($$"""{"topic":"t","text":"{{text}}"}""", Encoding.UTF8, "application/json");
        using var answer = await broker.Http.PostAsync(new Uri("api/publish", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
