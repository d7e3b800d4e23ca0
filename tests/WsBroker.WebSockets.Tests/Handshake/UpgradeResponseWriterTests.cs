using System.Buffers;
using System.Text;
using System.Text.Json;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class UpgradeResponseWriterTests
{
    private static readonly DateTimeOffset _now = new(2026, 9, 1, 12, 34, 56, TimeSpan.Zero);

    [Fact]
    public void HS_01_The_answer_to_the_base_request_is_the_example_in_the_RFC()
    {
        const string Expected =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

        Assert.Equal(Expected, Accepted(null, null));
    }

    [Fact]
    public void HS_19_A_chosen_subprotocol_is_named_and_so_are_extensions()
    {
        var lines = Accepted("b", "foo; bar=1").Split("\r\n");

        Assert.Contains("Sec-WebSocket-Protocol: b", lines, StringComparer.Ordinal);
        Assert.Contains("Sec-WebSocket-Extensions: foo; bar=1", lines, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nX: y", null)]
    [InlineData("a b", null)]
    [InlineData("", null)]
    [InlineData(null, "foo\r\nX: y")]
    [InlineData(null, "f\u00F6\u00F6")]
    public void HS_39_What_would_end_its_line_is_not_written(string? subprotocol, string? extensions) =>
        Assert.Throws<ArgumentException>(() => Accepted(subprotocol, extensions));

    [Fact]
    public void HS_40_A_refusal_is_a_whole_answer_that_closes()
    {
        const string Body = "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is nothing at this path.\"}\n";
        var expected =
            "HTTP/1.1 404 Not Found\r\nDate: Tue, 01 Sep 2026 12:34:56 GMT\r\n"
            + "Content-Type: application/problem+json\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}";

        Assert.Equal(expected, Refused(UpgradeRefusal.UnknownPath));
    }

    [Theory]
    [MemberData(nameof(UpgradeRefusalsTests.All), MemberType = typeof(UpgradeRefusalsTests))]
    public void HS_40_Every_refusal_has_date_length_and_close(UpgradeRefusal refusal)
    {
        var answer = Refused(refusal, retryAfterSeconds: 7, detail: "Näheres: '\"'.");
        var (head, body) = Halves(answer);

        Assert.StartsWith($"HTTP/1.1 {refusal.StatusCode()} ", head[0], StringComparison.Ordinal);
        Assert.Contains("Date: Tue, 01 Sep 2026 12:34:56 GMT", head, StringComparer.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}", head, StringComparer.Ordinal);
        Assert.Contains(head, line => line is "Connection: close" or "Connection: Upgrade, close");
        Assert.Contains("Retry-After: 7", head, StringComparer.Ordinal);
        Assert.All(head[1..], line => Assert.Matches("^[A-Za-z-]+: [ -~]+$", line));
        var problem = JsonElement.Parse(body);
        Assert.Equal(refusal.StatusCode(), problem.GetProperty("status").GetInt32());
        Assert.Equal($"{refusal.Sentence()} Näheres: '\"'.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public void HS_02_A_405_says_which_method_is_allowed() =>
        Assert.Contains("Allow: GET", Halves(Refused(UpgradeRefusal.MethodNotAllowed)).Head, StringComparer.Ordinal);

    [Theory]
    [InlineData(UpgradeRefusal.UpgradeMissing)]
    [InlineData(UpgradeRefusal.VersionNotSupported)]
    public void HS_04_HS_05_A_426_says_what_to_ask_for(UpgradeRefusal refusal)
    {
        var (head, _) = Halves(Refused(refusal));

        Assert.Contains("Upgrade: websocket", head, StringComparer.Ordinal);
        Assert.Contains("Connection: Upgrade, close", head, StringComparer.Ordinal);
        Assert.Contains("Sec-WebSocket-Version: 13", head, StringComparer.Ordinal);
    }

    [Fact]
    public void HS_43_A_503_always_says_when_to_try_again()
    {
        var (unknown, _) = Halves(Refused(UpgradeRefusal.Draining));
        var (known, _) = Halves(Refused(UpgradeRefusal.Draining, retryAfterSeconds: 30));

        Assert.Contains("Retry-After: 1", unknown, StringComparer.Ordinal);
        Assert.Contains("Retry-After: 30", known, StringComparer.Ordinal);
    }

    private static (string[] Head, string Body) Halves(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (answer[..end].Split("\r\n"), answer[(end + 4)..]);
    }

    private static string Accepted(string? subprotocol, string? extensions)
    {
        var output = new ArrayBufferWriter<byte>();
        UpgradeResponseWriter.WriteAccepted(output, RequestText.Key, subprotocol, extensions);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static string Refused(UpgradeRefusal refusal, int retryAfterSeconds = 0, string? detail = null)
    {
        var output = new ArrayBufferWriter<byte>();
        UpgradeResponseWriter.WriteRefused(output, refusal, _now, retryAfterSeconds, detail);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
