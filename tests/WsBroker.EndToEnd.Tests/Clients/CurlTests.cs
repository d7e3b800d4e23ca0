using System.Diagnostics;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The handshake as a person tries it with curl.</summary>
public sealed class CurlTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly string[] _firefox =
    [
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: */*",
        "Accept-Language: en-US,en;q=0.5",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Sec-WebSocket-Extensions: permessage-deflate",
        "Connection: keep-alive, Upgrade",
        "Sec-Fetch-Dest: empty",
        "Sec-Fetch-Mode: websocket",
        "Sec-Fetch-Site: same-origin",
        "Pragma: no-cache",
        "Cache-Control: no-cache",
    ];

    [Fact]
    public async Task Curl_is_answered_101_with_the_accept_key_of_the_RFC()
    {
        var answer = await AskAsync("Connection: Upgrade");

        AssertAccepted(answer);
        Assert.DoesNotContain(answer, line => line.StartsWith("Sec-WebSocket-Extensions:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task HS_10_What_Firefox_sends_is_answered_101_with_compression()
    {
        var answer = await AskAsync([.. _firefox, $"Origin: {broker.Process.Http.GetLeftPart(UriPartial.Authority)}"]);

        AssertAccepted(answer);
        Assert.Contains(answer, line => line.StartsWith("Sec-WebSocket-Extensions: permessage-deflate", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Curl_prints_events_as_they_come()
    {
        var topic = broker.NextTopic();
        using var curl = Start(["-s", "-N", "--noproxy", "*", new Uri(broker.Process.Http, $"sse?topic={topic}").ToString()]);
        try
        {
            using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
            while (await curl.StandardOutput.ReadLineAsync(timeout.Token) is not "event: subscribed")
            {
                Assert.False(curl.HasExited);
            }

            using var publisher = await WebSocketPeer.RawAsync(broker.Process.Ws, topic, "?mode=pub");
            await publisher.SendAsync("hi");
            string? line;
            do
            {
                line = await curl.StandardOutput.ReadLineAsync(timeout.Token);
            }
            while (line?.Contains("\"text\":\"hi\"", StringComparison.Ordinal) is false);
            Assert.StartsWith($$"""data: {"topic":"{{topic}}","offset":1,""", line, StringComparison.Ordinal);
        }
        finally
        {
            curl.Kill();
        }
    }

    private static void AssertAccepted(List<string> answer)
    {
        Assert.Equal("HTTP/1.1 101 Switching Protocols", answer[0]);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The lines of the answer's head; the connection is cut after it.</summary>
    private async Task<List<string>> AskAsync(params string[] headers)
    {
        string[] all = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers];
        var topic = new Uri(broker.Process.Http, $"topics/{broker.NextTopic()}").ToString();
        using var curl = Start(["--http1.1", "-s", "-v", "-N", "--noproxy", "*", .. all.SelectMany(header => (string[])["-H", header]), topic]);
        try
        {
            return await ReadHeadAsync(curl.StandardError);
        }
        finally
        {
            curl.Kill();
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var program = Programs.Find("curl");
        Assert.True(program is not null, "curl is missing: apt-get install curl, or run tests/run");
        return Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    // What -v tells comes at once; what -i tells waits in curl's buffer for the first message
    private static async Task<List<string>> ReadHeadAsync(StreamReader told)
    {
        const string received = "< ";
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        var lines = new List<string>();
        while (await told.ReadLineAsync(timeout.Token) is { } line && !string.Equals(line, received, StringComparison.Ordinal))
        {
            if (line.StartsWith(received, StringComparison.Ordinal))
            {
                lines.Add(line[received.Length..]);
            }
        }

        return lines;
    }
}
