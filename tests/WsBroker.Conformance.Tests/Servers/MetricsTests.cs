using System.Globalization;
using System.Net;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>What the broker tells of itself, and to whom.</summary>
public sealed class MetricsTests
{
    private const ushort FirstFreeCode = 3000;

    [Fact]
    public async Task Every_refusal_and_every_end_is_counted_by_its_reason()
    {
        await using var server = await ServerProcess.StartAsync("--set", "limits:connections=1");
        using var client = await StrictClient.OpenAsync(server.Http, "/");
        await RefuseAsync(server, RequestText.Upgrade("/"), 503);
        await RefuseAsync(server, RequestText.Upgrade("/").Plus("Origin: https://evil.example"), 403);
        await RefuseAsync(server, RequestText.Upgrade("/").Plus("Origin: https://evil.example"), 403);

        await EventuallyAsync(server, "wsbroker_connections_ended_total{end_reason=\"HandshakeRefused\"}", 3);
        await EventuallyAsync(server, "wsbroker_connections_active", 1);

        var page = await ReadAsync(server);
        Assert.Equal(1, page["wsbroker_handshakes_refused_total{refusal=\"TooManyConnections\"}"]);
        Assert.Equal(2, page["wsbroker_handshakes_refused_total{refusal=\"OriginNotAllowed\"}"]);
        Assert.Equal(0, page["wsbroker_handshakes_refused_total{refusal=\"TooManyFromAddress\"}"]);
        Assert.Equal(1, page["wsbroker_connections_seated{kind=\"websocket\"}"]);

        // Whoever asks for the page, and perhaps who asked before and is about to leave
        Assert.InRange(page["wsbroker_connections_seated{kind=\"http\"}"], 1, 3);
    }

    [Fact]
    public async Task CL_12_AD_13_Codes_topics_and_paths_that_clients_choose_make_no_labels()
    {
        await using var server = await ServerProcess.StartAsync();
        await ReadAsync(server);
        var before = (await ReadAsync(server)).Keys.Where(IsOurs).ToList();

        for (ushort i = 0; i < 200; i++)
        {
            using var client = await StrictClient.OpenAsync(server.Http, $"/topics/{TopicNames.Next()}");
            await client.WriteAsync(ClientFrame.Close((ushort)(FirstFreeCode + i)));
            await client.AwaitGoneAsync();
            await RefuseAsync(server, RequestText.Upgrade(string.Create(CultureInfo.InvariantCulture, $"/nowhere/{i}")), 404);
        }

        await EventuallyAsync(server, "wsbroker_connections_ended_total{end_reason=\"ClientClosed\"}", 200);

        // What the actors count has no zero to begin with
        Assert.InRange((await ReadAsync(server)).Keys.Where(IsOurs).Except(before, StringComparer.Ordinal).Count(), 0, 3);
    }

    [Fact]
    public async Task The_metrics_are_for_this_machine_and_for_whom_is_named()
    {
        await using var server = await ServerProcess.StartAsync("--set", "proxies:0=127.0.0.1", "--set", "scrapers:0=198.51.100.0/24");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, forwardedFor: null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "198.51.100.7")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "203.0.113.9")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(server, "unknown")).StatusCode);
    }

    private static bool IsOurs(string series) => series.StartsWith("wsbroker_", StringComparison.Ordinal);

    private static async Task RefuseAsync(ServerProcess server, RequestText request, int status)
    {
        using var client = await StrictClient.ConnectAsync(server.Http);
        await client.WriteAsync(request.ToBytes());
        Assert.Equal(status, (await client.ReadRefusalAsync()).Status);
    }

    // A connection that its client has seen end is counted a moment later
    private static async Task EventuallyAsync(ServerProcess server, string series, double expected)
    {
        for (var tries = 0; (await ReadAsync(server))[series] != expected; tries++)
        {
            Assert.True(tries < 1000, $"{series} never was {expected}");
        }
    }

    private static async Task<Dictionary<string, double>> ReadAsync(ServerProcess server)
    {
        using var answer = await AskAsync(server, forwardedFor: null);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines
            .Where(line => !line.StartsWith('#'))
            .Select(line => (Line: line, Space: line.LastIndexOf(' ')))
            .ToDictionary(
                one => one.Line[..one.Space],
                one => double.Parse(one.Line.AsSpan(one.Space + 1), CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
    }

    private static async Task<HttpResponseMessage> AskAsync(ServerProcess server, string? forwardedFor)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = StrictClient.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("metrics", UriKind.Relative));
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        return await http.SendAsync(request);
    }
}
