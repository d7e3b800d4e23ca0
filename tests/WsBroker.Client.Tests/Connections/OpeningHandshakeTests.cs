using System.Net.Sockets;
using System.Text;
using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Connections;

/// <summary>Answers to the handshake that are no WebSocket connection.</summary>
public sealed class OpeningHandshakeTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task A_refusal_is_told_with_its_status_and_whether_later_may_do(int status, bool canRetry)
    {
        var failure = await FailAsync($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal((int)ClientErrorCode.HandshakeRefused, failure.Code);
        Assert.Equal(canRetry, failure.CanRetry);
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("99999999", 3600)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 0)]
    public async Task A_refusal_may_say_how_long_to_stay_away(string header, int seconds)
    {
        var failure = await FailAsync($"HTTP/1.1 503 No\r\nRetry-After: {header}\r\n\r\n");

        Assert.Equal(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    public async Task What_is_no_WebSocket_server_is_named_so(string answer)
    {
        var failure = await FailAsync(answer);

        Assert.Equal((int)ClientErrorCode.HandshakeRefused, failure.Code);
        Assert.False(failure.CanRetry);
        Assert.Contains("no WebSocket server", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_in_the_middle_of_the_answer_may_be_better_later()
    {
        var failure = await FailAsync("HTTP/1.1 101 Y");

        Assert.Equal((int)ClientErrorCode.CannotConnect, failure.Code);
        Assert.True(failure.CanRetry);
    }

    private async Task<WsBrokerException> FailAsync(string answer)
    {
        var connecting = WsBrokerClient.ConnectAsync(_server.Address, ScriptedServer.Prompt);
        var stream = await _server.AcceptTcpAsync();
        await ScriptedPeer.ReadHeadAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        stream.Socket.Shutdown(SocketShutdown.Send);
        return await Assert.ThrowsAsync<WsBrokerException>(() => connecting.Soon());
    }
}
