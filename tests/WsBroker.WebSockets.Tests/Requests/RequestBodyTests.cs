using System.Text;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Requests;

namespace WsBroker.WebSockets.Tests.Requests;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("", false, 0)]
    [InlineData("Content-Length: 0\r\n", false, 0)]
    [InlineData("Content-Length: 24\r\n", false, 24)]
    [InlineData("Content-Length:\t 024 \r\n", false, 24)]
    [InlineData("content-length: 9223372036854775807\r\n", false, long.MaxValue)]
    [InlineData("Transfer-Encoding: chunked\r\n", true, 0)]
    [InlineData("transfer-encoding:Chunked \r\n", true, 0)]
    [InlineData("Transfer_Encoding: chunked\r\n", false, 0)]
    [InlineData("Content_Length: 5\r\n", false, 0)]
    public void Tells_what_follows_a_head(string headers, bool isChunked, long length)
    {
        Assert.True(TryRead(headers, "HTTP/1.1", out var body));

        Assert.Equal(new RequestBody(isChunked, length), body);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5, 5\r\n")]
    [InlineData("Content-Length:\r\n")]
    [InlineData("Content-Length: -0\r\n")]
    [InlineData("Content-Length: +5\r\n")]
    [InlineData("Content-Length: 5a\r\n")]
    [InlineData("Content-Length: 0x5\r\n")]
    [InlineData("Content-Length: 9223372036854775808\r\n")]
    [InlineData("Content-Length: 00000000000000000005\r\n")]
    [InlineData("Transfer-Encoding:\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked;a=b\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
    public void HP_03_to_HP_07_What_two_readers_could_read_in_two_ways_is_refused(string headers) =>
        Assert.False(TryRead(headers, "HTTP/1.1", out _));

    [Fact]
    public void HP_08_HTTP_1_0_knows_no_chunks() =>
        Assert.False(TryRead("Transfer-Encoding: chunked\r\n", "HTTP/1.0", out _));

    private static bool TryRead(string headers, string version, out RequestBody body)
    {
        var bytes = Encoding.Latin1.GetBytes($"POST / {version}\r\nHost: a\r\n{headers}\r\n");
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));
        return RequestBody.TryRead(head, out body);
    }
}
