using System.Net;
using System.Net.WebSockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>The API is for this machine only: who that is, directly and behind a proxy.</summary>
public sealed class LocalOnlyTests
{
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-For", "")]
    [InlineData("X_Forwarded_For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Forwarded", "\"\"\",,;;=")]
    public async Task HS_45_What_somebody_says_who_is_no_trusted_proxy_is_ignored(string name, string value)
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, name, value));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, name, Repeat(value, 8_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await AskAsync(server, name, Repeat(value, 10_000)));
    }

    [Fact]
    public async Task AZ_14_Who_comes_from_afar_through_a_trusted_proxy_on_this_machine_is_turned_away()
    {
        await using var server = await ServerProcess.StartAsync("--set", "proxies:0=127.0.0.1");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "X-Other", "1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "X-Forwarded-For", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "X-Forwarded-For", "203.0.113.9"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "X-Forwarded-For", "127.0.0.1, 203.0.113.9"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "Forwarded", "for=203.0.113.9"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "X-Forwarded-For", "unknown"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "X-Forwarded-Proto", "https"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    public async Task AD_06_A_page_from_elsewhere_is_turned_away(string origin)
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(server, "Origin", origin));
    }

    [Fact]
    public async Task AD_08_HS_14_A_page_whose_name_was_pointed_to_this_machine_is_turned_away_at_every_door()
    {
        await using var server = await ServerProcess.StartAsync();
        var (own, stranger) = (server.Http.Authority, $"evil.example:{server.Http.Port}");

        foreach (var path in (string[])["api/history?topic=t", "sse?topic=t", "metrics", "admin/"])
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await ReadAsync(server, path, stranger)));
            Assert.Equal((path, HttpStatusCode.OK), (path, await ReadAsync(server, path, own)));
        }

        foreach (var path in (string[])["", "topics/t"])
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await ConnectAsync(server, path, stranger)));
            Assert.Equal((path, HttpStatusCode.SwitchingProtocols), (path, await ConnectAsync(server, path, own)));
        }
    }

    private static string Repeat(string value, int length) =>
        string.Concat(Enumerable.Repeat($"{value},", length / (value.Length + 1)));

    private static async Task<HttpStatusCode> AskAsync(ServerProcess server, string name, string value)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/topics", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    // What a page reads from its own origin says nothing of that
    private static async Task<HttpStatusCode> ReadAsync(ServerProcess server, string path, string host)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> ConnectAsync(ServerProcess server, string path, string host)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Host", host);
        socket.Options.SetRequestHeader("Origin", $"http://{host}");
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        _ = await Record.ExceptionAsync(() => socket.ConnectAsync(new Uri(server.Ws, path), late.Token));
        return socket.HttpStatusCode;
    }
}
