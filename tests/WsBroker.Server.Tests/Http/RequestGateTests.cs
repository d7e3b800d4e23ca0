using System.Buffers;
using System.Text;
using WsBroker.Server.Http;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Tests.Http;

public sealed class RequestGateTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Spoiled = "\0\r\n\r\n";

    [Fact]
    public void Whole_requests_pass_as_they_are_and_an_unfinished_one_waits()
    {
        const string unfinished = "GET /b HTTP/1.1\r\nHost";

        foreach (var parts in SplitBytes.Everywhere(Encoding.Latin1.GetBytes(Get + Get + unfinished)))
        {
            Assert.Equal(Get + Get, Pass(parts));
        }
    }

    [Fact]
    public void In_place_of_what_must_not_pass_comes_what_no_grammar_allows_and_nothing_behind_it()
    {
        const string doubtful = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello";

        foreach (var parts in SplitBytes.Everywhere(Encoding.Latin1.GetBytes(Get + doubtful + Get)))
        {
            Assert.Equal(Get + Spoiled, Pass(parts));
        }
    }

    [Fact]
    public void A_head_that_is_too_long_passes_so_far_that_Kestrel_sees_it()
    {
        var tooLong = $"GET /{new string('a', 9000)}";

        Assert.Equal(tooLong + Spoiled, Pass([Encoding.Latin1.GetBytes(tooLong)]));
    }

    private static string Pass(IReadOnlyList<byte[]> parts)
    {
        var passed = new ArrayBufferWriter<byte>();
        var gate = new RequestGate(passed, HeadLimits.Default);
        foreach (var part in parts)
        {
            gate.Pass(part);
        }

        return Encoding.Latin1.GetString(passed.WrittenSpan);
    }
}
