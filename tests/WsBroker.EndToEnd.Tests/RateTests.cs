using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Limits by the second, on the real process and its clock.</summary>
public sealed class RateTests
{
    [Fact]
    public async Task AP_12_Of_what_a_client_sends_too_fast_all_is_answered_and_what_was_acknowledged_is_there()
    {
        const int Sent = 60;
        await using var server = await ServerProcess.StartAsync("--set", "rates:connection:publish=20");
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);
        for (var number = 0; number < Sent; number++)
        {
            await client.SendJsonAsync(new { id = number, publish = new { topic = "t", text = "x" } });
        }

        var (published, refused) = (0, 0);
        while (published + refused < Sent)
        {
            var answer = await client.ReceiveJsonAsync();
            if (answer.TryGetProperty("published", out _))
            {
                published++;
                continue;
            }

            var error = answer.GetProperty("error");
            Assert.Equal((int)ErrorCode.RateExceeded, error.GetProperty("code").GetInt32());
            Assert.InRange(error.GetProperty("retryAfterMs").GetInt32(), 1, 1000);
            refused++;
        }

        Assert.InRange(published, 20, Sent - 1);
        var history = await client.AskAsync(new { id = 1, history = new { topic = "t", last = 1 } });
        Assert.Equal(published, history.GetProperty("history").GetProperty("offset").GetInt32());
        Assert.Contains($"wsbroker_rates_refused_total{{scope=\"connection\",kind=\"publish\"}} {refused}", await MetricsAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AP_12_A_bare_client_that_sends_too_fast_is_closed_with_1008()
    {
        await using var server = await ServerProcess.StartAsync("--set", "rates:connection:publish=1");
        using var client = await WebSocketPeer.RawAsync(server.Ws, "t", "?mode=pub");

        await client.SendAsync("1");
        await client.SendAsync("2");
        await client.SendAsync("3");

        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Kind);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
    }

    [Fact]
    public async Task AP_12_A_back_end_that_publishes_too_fast_is_answered_429_with_when_to_try_again()
    {
        await using var server = await ServerProcess.StartAsync("--set", "rates:apiKey:publish=1", "--set", "rates:burst=00:00:10");
        using var http = new HttpClient { BaseAddress = server.Http };
        using var batch = await PublishAsync(http, new { topics = Enumerable.Range(0, 8).Select(static at => $"t{at}"), text = "x" });
        using var push = await http.PostAsJsonAsync(new Uri("api/users/u/publish", UriKind.Relative), new { text = "x" });
        using var refused = await PublishAsync(http, new { topics = Enumerable.Range(0, 9).Select(static at => $"u{at}"), text = "x" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (batch.StatusCode, push.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9));
        Assert.DoesNotContain("\"u0\"", await http.GetStringAsync(new Uri("api/topics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HS_41_Who_connects_too_often_is_answered_429()
    {
        await using var server = await ServerProcess.StartAsync("--set", "rates:address:connect=2", "--set", "rates:burst=00:01:00", "--set", "proxies:0=127.0.0.1");

        // Through a proxy, since this machine's own requests would count
        var statuses = new List<int>();
        var began = Stopwatch.GetTimestamp();
        while (statuses.Count < 1000 && !statuses.Contains(429))
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("X-Forwarded-For", "203.0.113.7");
            using var late = new CancellationTokenSource(WebSocketPeer.Patience);
            _ = await Record.ExceptionAsync(() => socket.ConnectAsync(server.Ws, late.Token));
            statuses.Add((int)socket.HttpStatusCode);
        }

        // Two more came to be allowed in each second that it took
        var mostAllowed = 120 + (int)(2 * Stopwatch.GetElapsedTime(began).TotalSeconds);
        Assert.InRange(statuses.TakeWhile(static status => status == 101).Count(), 120, mostAllowed);
        Assert.Equal(429, statuses[^1]);
    }

    private static Task<HttpResponseMessage> PublishAsync(HttpClient http, object body) =>
        http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), body);

    private static async Task<string> MetricsAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        return await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
    }
}
