using System.Text;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>A client of before RFC 6455: it reads bytes as they are, since each draft has rules of its own.</summary>
internal sealed class OldClient : IDisposable
{
    private readonly TracedSocket _socket;

    private OldClient(TracedSocket socket) => _socket = socket;

    /// <summary>Connects TCP and sends this; a character is a byte.</summary>
    public static async Task<OldClient> ConnectAsync(Uri server, string request, int writeSize = int.MaxValue)
    {
        var client = new OldClient(await TracedSocket.ConnectAsync(server, receiveBuffer: null));
        var bytes = Encoding.Latin1.GetBytes(request);
        foreach (var part in bytes.Chunk(Math.Min(writeSize, bytes.Length)))
        {
            await client._socket.WriteAsync(part);
        }

        return client;
    }

    /// <summary>Sends this; a character is a byte.</summary>
    public Task WriteAsync(string bytes) => _socket.WriteAsync(Encoding.Latin1.GetBytes(bytes));

    /// <summary>Sends a masked frame of the hybi drafts.</summary>
    public Task WriteAsync(ClientFrame frame) => _socket.WriteAsync(frame.ToBytes());

    /// <summary>The next bytes must be these; a character is a byte.</summary>
    public async Task ExpectAsync(string expected)
    {
        while (_socket.Unread.Length < expected.Length && await _socket.FillAsync($"'{expected}'"))
        {
            // Until all is there
        }

        var length = Math.Min(expected.Length, _socket.Unread.Length);
        Assert.Equal(expected, Encoding.Latin1.GetString(_socket.Unread[..length]));
        _socket.Take(length);
    }

    /// <summary>Reads an answer's head, up to and with its empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        int end;
        while ((end = _socket.Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            Assert.True(await _socket.FillAsync("an answer"), "the connection ended inside the head of an answer");
        }

        var head = Encoding.Latin1.GetString(_socket.Unread[..(end + 4)]);
        _socket.Take(end + 4);
        return head;
    }

    /// <summary>The server must end the connection in order, with nothing more said.</summary>
    public async Task ReadEndAsync() => Assert.False(await _socket.FillAsync("the end of the connection"));

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
