using System.Buffers;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class UpgradeRequestWriterTests
{
    private static readonly Dictionary<string, string> _none = [];

    [Fact]
    public void What_is_written_is_what_a_server_reads()
    {
        var output = new ArrayBufferWriter<byte>();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "Bearer abc" };

        UpgradeRequestWriter.Write(
            output, "a.example:8080", "/ws?b=c", RequestText.Key, ["x", "y"], "https://a.example", headers);
        var request = Read(output.WrittenSpan);

        Assert.Equal("a.example:8080", request.Host);
        Assert.Equal("/ws", request.Path);
        Assert.Equal("b=c", request.Query);
        Assert.Equal(RequestText.Key, request.Key);
        Assert.Equal(["x", "y"], request.Subprotocols);
        Assert.Equal("https://a.example", request.Origin);
        Assert.Equal("Bearer abc", request.Authorization);
    }

    [Fact]
    public void What_is_not_given_is_not_written()
    {
        var output = new ArrayBufferWriter<byte>();

        UpgradeRequestWriter.Write(output, "a", "/", RequestText.Key, [], null, _none);
        var request = Read(output.WrittenSpan);

        Assert.Empty(request.Subprotocols);
        Assert.Null(request.Origin);
    }

    [Theory]
    [InlineData("a\r\nX: y", "/", "x", null, "h", "v")]
    [InlineData("", "/", "x", null, "h", "v")]
    [InlineData("a", "/ HTTP/1.1\r\nX: y", "x", null, "h", "v")]
    [InlineData("a", "ws", "x", null, "h", "v")]
    [InlineData("a", "/ws x", "x", null, "h", "v")]
    [InlineData("a", "/", "x\r\nX: y", null, "h", "v")]
    [InlineData("a", "/", "x, y", null, "h", "v")]
    [InlineData("a", "/", "x", "o\nX: y", "h", "v")]
    [InlineData("a", "/", "x", null, "h:", "v")]
    [InlineData("a", "/", "x", null, "h", "v\r\nX: y")]
    [InlineData("a", "/", "x", null, "h", "v\rX: y")]
    [InlineData("a", "/", "x", null, "h", "\u010D")]
    public void HS_39_What_would_end_its_line_is_refused_and_nothing_written(
        string host, string target, string subprotocol, string? origin, string name, string value)
    {
        var output = new ArrayBufferWriter<byte>();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };

        Assert.Throws<ArgumentException>(
            () => UpgradeRequestWriter.Write(output, host, target, RequestText.Key, [subprotocol], origin, headers));

        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_key_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => UpgradeRequestWriter.Write(new ArrayBufferWriter<byte>(), "a", "/", "short", [], null, _none));

    private static UpgradeRequest Read(ReadOnlySpan<byte> bytes)
    {
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));
        Assert.True(UpgradeRequestReader.TryRead(head, out var request, out _));
        return request;
    }
}
