using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>The description of the HTTP API.</summary>
public sealed class OpenApiTests(KeyedBrokerFixture broker) : IClassFixture<KeyedBrokerFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Fact]
    public async Task Every_path_of_the_API_is_described_with_what_it_does_and_how_it_refuses()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        var operations = await OperationsAsync();

        Assert.Equal(
            ["connections", "disconnect", "drain", "history", "nodes", "presence", "publish", "revoke", "status", "topics", "unsubscribe", "users/{user}/publish"],
            operations.Select(static one => one.Path["/api/".Length..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var (path, method) in operations)
        {
            var operation = paths.GetProperty(path).GetProperty(method);
            Assert.True(operation.TryGetProperty("summary", out _), $"{method} {path}");
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), $"{method} {path}");
            Assert.Equal((path, method is "post"), (path, operation.TryGetProperty("requestBody", out _)));
        }
    }

    [Fact]
    public async Task Streams_of_events_are_described_with_their_parameters()
    {
        var operation = (await DescriptionAsync()).GetProperty("paths").GetProperty("/sse").GetProperty("get");

        Assert.Equal(
            ["topic", "last", "presence", "lastEventId", "token"],
            operation.GetProperty("parameters").EnumerateArray().Select(static one => one.GetProperty("name").GetString()!),
            StringComparer.Ordinal);
        Assert.True(operation.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("text/event-stream", out _));
    }

    [Fact]
    public async Task AD_01_AU_17_Whatever_is_described_is_closed_to_who_has_no_key()
    {
        var operations = await OperationsAsync();

        Assert.NotEmpty(operations);
        foreach (var (path, method) in operations)
        {
            Assert.Equal((path, method, HttpStatusCode.Unauthorized), (path, method, await StatusAsync(path, method, key: "wrong")));
        }
    }

    [Fact]
    public async Task AD_09_Whatever_is_described_and_changes_something_is_closed_to_a_key_for_reading()
    {
        var operations = (await OperationsAsync()).Where(static operation => operation.Method is not ("get" or "head")).ToList();

        Assert.NotEmpty(operations);
        foreach (var (path, method) in operations)
        {
            Assert.Equal((path, method, HttpStatusCode.Forbidden), (path, method, await StatusAsync(path, method, key: "reading")));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<(string Path, string Method)>> OperationsAsync() =>
    [
        .. (await DescriptionAsync()).GetProperty("paths").EnumerateObject()
            .Where(static path => path.Name.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(static path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name))),
    ];

    private async Task<HttpStatusCode> StatusAsync(string path, string method, string key)
    {
        var target = path.TrimStart('/').Replace("{user}", "u", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(target, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private Task<JsonElement> DescriptionAsync() => _http.GetFromJsonAsync<JsonElement>(new Uri("openapi/v1.json", UriKind.Relative));
}
