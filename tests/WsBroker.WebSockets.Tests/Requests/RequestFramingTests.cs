using System.Buffers;
using System.Text;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Requests;

namespace WsBroker.WebSockets.Tests.Requests;

public sealed class RequestFramingTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData(Get + Get)]
    [InlineData("\r\n" + Get + "\r\n" + Get)]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\0\n\r " + Get)]
    [InlineData("POST /a HTTP/1.0\r\nContent-Length: 0\r\n\r\n" + Get)]
    [InlineData(Chunked + "0\r\n\r\n" + Get)]
    [InlineData(Chunked + "3;x=\"y\"\r\n\r\n\0\r\n1\r\na\r\n0\r\nTrailer: yes\r\n\r\n" + Get)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + Get)]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n\u0081\0\n anything")]
    public void HP_02_Whole_requests_pass_wherever_they_are_cut(string text)
    {
        foreach (var parts in SplitBytes.Everywhere(Encoding.Latin1.GetBytes(text)))
        {
            Assert.Equal((text, false), Run(parts));
        }
    }

    [Theory]
    [InlineData("", "GET /a HTTP/1.1\n")]
    [InlineData("", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("", "GET * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("", "GET /a HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("", "GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\n")]
    [InlineData(Get, "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n")]
    [InlineData(Chunked, "5\n")]
    [InlineData(Chunked, "5\rx")]
    [InlineData(Chunked, "5 \r\n")]
    [InlineData(Chunked, "5;a\nb")]
    [InlineData(Chunked + "1\r\na", "b")]
    [InlineData(Chunked + "1\r\na", "\n")]
    [InlineData(Chunked + "1\r\na", "\rx")]
    [InlineData(Chunked + "0\r\n", "\n")]
    [InlineData(Chunked + "0\r\n", "no colon\r\n")]
    [InlineData(Chunked + "0\r\nA: b\r\n", " folded: c\r\n")]
    public void What_does_not_end_beyond_doubt_is_stopped_wherever_it_is_cut(string passes, string stopped)
    {
        foreach (var parts in SplitBytes.Everywhere(Encoding.Latin1.GetBytes(passes + stopped)))
        {
            Assert.Equal((passes, true), Run(parts));
        }
    }

    [Fact]
    public void HP_11_Extensions_of_all_chunks_together_are_bounded()
    {
        var chunk = $"1;{new string('a', 1023)}\r\nx\r\n";

        var (_, isWithin) = Run([Encoding.Latin1.GetBytes(Chunked + string.Concat(Enumerable.Repeat(chunk, 4)))]);
        var (_, isBeyond) = Run([Encoding.Latin1.GetBytes(Chunked + string.Concat(Enumerable.Repeat(chunk, 5)))]);

        Assert.Equal((false, true), (isWithin, isBeyond));
    }

    [Fact]
    public void HP_11_An_extension_without_end_is_stopped_at_the_bound()
    {
        var endless = new string('a', RequestFraming.MaxExtensionBytes + 16);

        Assert.True(Run([Encoding.Latin1.GetBytes($"{Chunked}1;{endless}")]).IsStopped);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void HP_13_Trailer_lines_are_counted(int count, bool isStopped)
    {
        var trailers = string.Concat(Enumerable.Repeat("t: x\r\n", count));

        Assert.Equal(isStopped, Run([Encoding.Latin1.GetBytes($"{Chunked}0\r\n{trailers}\r\n")]).IsStopped);
    }

    [Fact]
    public void HP_13_Trailers_together_are_no_longer_than_a_head()
    {
        var trailers = string.Concat(Enumerable.Repeat($"t: {new string('x', 8000)}\r\n", 5));

        Assert.True(Run([Encoding.Latin1.GetBytes($"{Chunked}0\r\n{trailers}\r\n")]).IsStopped);
    }

    // What passes, and whether the rest was stopped
    private static (string Passed, bool IsStopped) Run(IReadOnlyList<byte[]> parts)
    {
        var framing = new RequestFraming(HeadLimits.Default);
        var (passed, held) = (new List<byte>(), Array.Empty<byte>());
        foreach (var part in parts)
        {
            held = [.. held, .. part];
            OperationStatus status;
            while ((status = framing.Read(held, out var length, out _)) is OperationStatus.Done)
            {
                passed.AddRange(held[..length]);
                held = held[length..];
            }

            if (status is OperationStatus.InvalidData)
            {
                return (Encoding.Latin1.GetString([.. passed]), true);
            }
        }

        return (Encoding.Latin1.GetString([.. passed]), false);
    }
}
