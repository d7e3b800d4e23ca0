using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.EndToEnd.Tests;

/// <summary>What an operator can rely on while clients misbehave, and what a back end can whose answers are lost.</summary>
public sealed partial class OperationTests(BrokerFixture broker, ITestOutputHelper output) : IClassFixture<BrokerFixture>, IDisposable
{
    private const int Clients = 50;
    private const int AtOnce = 8;

    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Fact]
    public async Task AD_05_What_was_published_by_a_back_end_that_hung_up_is_there_once_after_it_has_tried_again()
    {
        var topic = broker.NextTopic();
        var bodies = Enumerable.Range(0, Clients).Select(number => $$"""{"topic":"{{topic}}","text":"{{number}}","key":"k{{number}}"}""").ToList();
        await Task.WhenAll(bodies.Select(HangUpAsync));

        foreach (var body in bodies)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri("api/publish", UriKind.Relative), content);
            Assert.True(answer.IsSuccessStatusCode);
        }

        var history = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/history?topic={topic}&last=1000", UriKind.Relative));
        var texts = history.GetProperty("messages").EnumerateArray().Select(static message => int.Parse(message.GetProperty("text").GetString()!, provider: null)).Order();
        Assert.Equal(Enumerable.Range(0, Clients), texts);
    }

    [Fact]
    public async Task A_back_end_is_told_that_its_publication_was_there_already()
    {
        var topic = broker.NextTopic();

        var first = await PublishAsync(new { topic, text = "x", key = "once" });
        var second = await PublishAsync(new { topic, text = "x", key = "once" });

        Assert.False(first.TryGetProperty("duplicate", out _));
        Assert.True(second.GetProperty("duplicate").GetBoolean());
        Assert.Equal(first.GetProperty("offset").GetInt64(), second.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task AD_14_Clients_that_send_nonsense_write_nothing_into_the_log()
    {
        await using var process = await ServerProcess.StartAsync();

        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Scale.Of(1000), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            await SendAsync(process.Http, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nbroken\r\n\r\n"u8.ToArray());
            await SendAsync(process.Http, "POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{"u8.ToArray());
            await SendAsync(process.Http, [0x16, 0x03, 0x01, 0xFF, 0xFF, 0x00, 0x0A, 0x0D]);
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{3 * Scale.Of(1000) / Stopwatch.GetElapsedTime(begun).TotalSeconds:0} a second"));

        using var peer = await WebSocketPeer.ConnectAsync(process.Ws);
        await peer.SendAsync("{");
        Assert.Equal(100, (await peer.ReceiveJsonAsync()).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(0, await process.StopAsync());
        var logged = Array.Find(process.Output.Split('\n'), static line => LogLine().IsMatch(line));
        Assert.True(logged is null, logged);
    }

    public void Dispose() => _http.Dispose();

    // The whole request, and then the end of the connection without reading a word
    private async Task HangUpAsync(string body)
    {
        using var client = await ConnectAsync(broker.Process.Http);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/publish HTTP/1.1\r\nHost: {broker.Process.Http.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        client.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    private static async Task SendAsync(Uri server, byte[] bytes)
    {
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();
        await stream.WriteAsync(bytes);
        client.Client.Shutdown(SocketShutdown.Send);
        var answer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(answer) > 0)
            {
                // Until the server has had enough of it
            }
        }
        catch (IOException)
        {
            // It was cut
        }
    }

    private static async Task<TcpClient> ConnectAsync(Uri server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    private async Task<JsonElement> PublishAsync(object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), body);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0];
    }

    [GeneratedRegex("(info|warn|fail|crit): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();
}
