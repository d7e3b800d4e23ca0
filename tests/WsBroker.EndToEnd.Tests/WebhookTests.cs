using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Webhooks of the real process, with the receiver of the README at the other end.</summary>
public sealed class WebhookTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_back_end_decides_what_clients_publish_and_is_not_asked_about_the_API()
    {
        using var receiver = await ReadmeReceiver.StartAsync(Secret);
        await using var server = await ServerProcess.StartAsync(Settings(receiver.Address, "connect", "subscribe", "publish", "events"));
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);

        var good = await client.AskAsync(new { id = 1, publish = new { topic = "t", text = "hi" } });
        var denied = await client.AskAsync(new { id = 2, publish = new { topic = "t", text = "see http://evil.example" } });
        using var http = new HttpClient { BaseAddress = server.Http };
        using var pushed = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = "t", text = "http://is.fine" });

        Assert.Equal(1, good.GetProperty("published").GetProperty("offset").GetInt32());
        Assert.Equal(
            $$$"""{"code":{{{(int)ErrorCode.DeniedByHook}}},"message":"no links","retry":false,"hookCode":1}""",
            denied.GetProperty("error").GetRawText());
        Assert.Equal(HttpStatusCode.OK, pushed.StatusCode);
        await UntilMetricAsync(server, "wsbroker_webhooks_events_total{outcome=\"told\"} 1");
        Assert.DoesNotContain(Secret, server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_takes_nothing_that_is_signed_otherwise_and_then_nothing_is_allowed()
    {
        using var receiver = await ReadmeReceiver.StartAsync("another secret, just as long as the other");
        await using var server = await ServerProcess.StartAsync(Settings(receiver.Address, "publish"));
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);

        var answer = await client.AskAsync(new { id = 1, publish = new { topic = "t", text = "hi" } });

        Assert.Equal((int)ErrorCode.HookUnavailable, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task AU_20_While_the_back_end_is_away_clients_are_told_to_come_later_and_nobody_else_notices()
    {
        Uri address;
        using (var receiver = await ReadmeReceiver.StartAsync(Secret))
        {
            address = receiver.Address;
        }

        await using var server = await ServerProcess.StartAsync(Settings(address, "publish"));
        using var listener = await WebSocketPeer.RawAsync(server.Ws, "t", "?mode=sub");
        using var client = await WebSocketPeer.ConnectAsync(server.Ws);
        using var raw = await WebSocketPeer.RawAsync(server.Ws, "t");
        for (var number = 0; number < 20; number++)
        {
            var answer = await client.AskAsync(new { id = number, publish = new { topic = "t", text = "hi" } });
            Assert.Equal(((int)ErrorCode.HookUnavailable, true), (answer.GetProperty("error").GetProperty("code").GetInt32(), answer.GetProperty("error").GetProperty("retry").GetBoolean()));
        }

        await raw.SendAsync("hi");
        Assert.Equal(WebSocketMessageType.Close, (await raw.ReceiveAsync()).Kind);
        Assert.Equal(1013, (int)raw.CloseStatus!);
        using var http = new HttpClient { BaseAddress = server.Http };
        using var pushed = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = "t", text = "still here" });
        Assert.Equal("still here", await listener.ReceiveTextAsync());

        using var back = await ReadmeReceiver.StartAsync(Secret, address.Port);
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!(await client.AskAsync(new { id = 1, publish = new { topic = "t", text = "hi" } })).TryGetProperty("published", out _))
        {
            late.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Clients_that_wait_at_the_door_of_a_slow_back_end_hold_up_nobody_who_is_in()
    {
        const int AskedAtOnce = 64;
        await using var door = await SlowDoor.StartAsync();
        await using var server = await ServerProcess.StartAsync([.. Settings(door.Address, "connect", "publish"), "--set", "webhooks:timeout=00:00:30", "--set", $"webhooks:questions={AskedAtOnce}"]);
        using var inside = await WebSocketPeer.ConnectAsync(server.Ws);
        await inside.AskAsync(new { id = 1, connect = new { } });
        door.Shut();
        var waiting = new List<WebSocketPeer>();
        for (var number = 0; number < AskedAtOnce + 10; number++)
        {
            waiting.Add(await WebSocketPeer.ConnectAsync(server.Ws));
            await waiting[^1].SendJsonAsync(new { id = number, connect = new { } });
        }

        for (var held = 0; held < AskedAtOnce; held++)
        {
            await door.UntilHeldAsync(WebSocketPeer.Patience);
        }

        var answer = await inside.AskAsync(new { id = 2, publish = new { topic = "t", text = "hi" } });
        door.Open();

        Assert.True(answer.TryGetProperty("published", out _), $"{answer}");
        foreach (var client in waiting)
        {
            Assert.True((await client.ReceiveJsonAsync()).TryGetProperty("connected", out _));
            client.Dispose();
        }
    }

    private static string[] Settings(Uri address, params string[] which) =>
        [.. which.Append("secret").SelectMany(name => (string[])["--set", $"webhooks:{name}={(name is "secret" ? Secret : address)}"])];

    private static async Task UntilMetricAsync(ServerProcess server, string line)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!(await http.GetStringAsync(new Uri("metrics", UriKind.Relative), late.Token)).Contains(line, StringComparison.Ordinal))
        {
            late.Token.ThrowIfCancellationRequested();
        }
    }
}
