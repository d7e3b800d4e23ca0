using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Who may use the HTTP API when there are keys.</summary>
public sealed class ApiKeyTests(KeyedBrokerFixture broker) : IClassFixture<KeyedBrokerFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Basic all-of-it", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer all-of-it", HttpStatusCode.OK)]
    [InlineData("bearer all-of-it", HttpStatusCode.OK)]
    [InlineData("Bearer reading", HttpStatusCode.OK)]
    public async Task AD_01_Without_the_right_key_nothing_is_told(string? authorization, HttpStatusCode expected)
    {
        using var answer = await AskAsync(HttpMethod.Get, "api/topics", authorization);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected is HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count == 1);
    }

    [Theory]
    [InlineData("api/topics?key=all-of-it")]
    [InlineData("api/topics?token=all-of-it")]
    [InlineData("api/topics?access_token=all-of-it")]
    public async Task AD_01_A_key_in_the_query_does_not_count_and_is_not_logged(string path)
    {
        using var answer = await AskAsync(HttpMethod.Get, path, authorization: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("all-of-it", broker.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AD_06_A_page_from_elsewhere_is_given_nothing_that_its_browser_would_show_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/topics", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer all-of-it");
        using var answer = await _http.SendAsync(request);

        Assert.DoesNotContain(answer.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task AD_09_A_key_for_reading_changes_nothing()
    {
        using var answer = await AskAsync(HttpMethod.Post, "api/publish", "Bearer reading", new { topic = "t", text = "x" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task AD_03_A_key_with_a_prefix_sees_and_changes_its_own_topics_only()
    {
        using var ours = await AskAsync(HttpMethod.Post, "api/publish", "Bearer all-of-it", new { topic = "other/1", text = "x" });
        using var some = await AskAsync(HttpMethod.Post, "api/publish", "Bearer tenant", new { topics = (string[])["tenant/1", "other/2", "tenant"], text = "x" });
        using var none = await AskAsync(HttpMethod.Post, "api/publish", "Bearer tenant", new { topic = "other/2", text = "x" });
        using var list = await AskAsync(HttpMethod.Get, "api/topics", "Bearer tenant");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (ours.StatusCode, none.StatusCode));
        var results = (await ReadAsync(some)).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(1, results[0].GetProperty("offset").GetInt32());
        Assert.Equal([(int)ErrorCode.NotAllowed, (int)ErrorCode.NotAllowed], results[1..].Select(static result => result.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal("tenant/1", Assert.Single((await ReadAsync(list)).GetProperty("topics").EnumerateArray()).GetProperty("topic").GetString());
    }

    [Fact]
    public async Task A_key_is_rotated_without_a_restart()
    {
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        await broker.WriteAsync(("next", "rotated", "", false));
        while (await StatusAsync("Bearer rotated") is not HttpStatusCode.OK)
        {
            late.Token.ThrowIfCancellationRequested();
        }

        await broker.WriteAsync();
        while (await StatusAsync("Bearer rotated") is not HttpStatusCode.Unauthorized)
        {
            late.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Bearer all-of-it"));
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> StatusAsync(string authorization)
    {
        using var answer = await AskAsync(HttpMethod.Get, "api/topics", authorization);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? authorization, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body, new MediaTypeHeaderValue("application/json"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await _http.SendAsync(request);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();
}
