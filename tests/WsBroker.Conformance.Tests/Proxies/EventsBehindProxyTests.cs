using System.Text;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Streams of events through real proxies, as these are configured for WebSockets.</summary>
public sealed class EventsBehindProxyTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_02_Events_pass_at_once_heartbeats_keep_the_stream_and_its_end_comes_through(ProxyKind kind)
    {
        var topic = TopicNames.Next();
        var server = await Settings.StartAsync(Settings.PingInterval(1));
        await using var ended = server;
        await using var proxy = await ReverseProxy.StartAsync(kind, server.Http, new ProxySettings { MaxSilence = TimeSpan.FromSeconds(3) });
        using var http = new HttpClient { BaseAddress = proxy.Address };
        using var late = new CancellationTokenSource(_patience);
        using var answer = await http.GetAsync(new Uri($"sse?topic={topic}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, late.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(late.Token));
        await AwaitAsync(lines, "event: subscribed", late.Token);

        await PublishAsync(http, topic, "first", late.Token);
        await AwaitAsync(lines, "\"text\":\"first\"", late.Token);

        // Five heartbeats are longer than the proxy's patience
        for (var beat = 0; beat < 5; beat++)
        {
            await AwaitAsync(lines, ":", late.Token);
        }

        await PublishAsync(http, topic, "second", late.Token);
        await AwaitAsync(lines, "\"text\":\"second\"", late.Token);
        await server.StopAsync();
        await AwaitAsync(lines, "event: closed", late.Token);
        while (await lines.ReadLineAsync(late.Token) is not null)
        {
            // Up to the end of the body
        }
    }

    // A heartbeat is a line of its own; everything else stands in one
    private static async Task AwaitAsync(StreamReader lines, string what, CancellationToken late)
    {
        while (true)
        {
            var line = await lines.ReadLineAsync(late);
            Assert.NotNull(line);
            if (what is ":" ? line is ":" : line.Contains(what, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static async Task PublishAsync(HttpClient http, string topic, string text, CancellationToken late)
    {
        using var body = new StringContent($$"""{"topic":"{{topic}}","text":"{{text}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("api/publish", UriKind.Relative), body, late);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
