using System.Globalization;
using System.Text;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>An HTTP/1.1 connection on which a test writes what it likes, and reads answers strictly.</summary>
internal sealed class HttpWire : IDisposable
{
    private readonly TracedSocket _socket;

    private HttpWire(TracedSocket socket) => _socket = socket;

    /// <summary>Connects and sends nothing.</summary>
    public static async Task<HttpWire> ConnectAsync(Uri server, int? receiveBuffer = null) =>
        new(await TracedSocket.ConnectAsync(server, receiveBuffer));

    /// <summary>Whether bytes are there that were not read yet.</summary>
    public bool HasUnread => !_socket.Unread.IsEmpty || _socket.HasMore;

    /// <summary>Writes text; a character is a byte.</summary>
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => _socket.WriteAsync(bytes);

    /// <summary>Writes text; that the server takes no more of it is no failure.</summary>
    /// <returns>Whether all of it went.</returns>
    public async Task<bool> TryWriteAsync(string text)
    {
        try
        {
            await WriteAsync(text);
            return true;
        }
        catch (WireFaultException refused) when (refused.InnerException is System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Ends our side and goes on reading.</summary>
    public void EndSending() => _socket.EndSending();

    /// <summary>Reads one answer with its body.</summary>
    /// <param name="toHead">Whether it answers a HEAD request, and so has no body.</param>
    /// <exception cref="WireFaultException">There is none, or it is malformed.</exception>
    public async Task<HttpAnswer> ReadAsync(bool toHead = false) =>
        await TryReadAsync(toHead) ?? throw _socket.Fault("the connection ended where an answer was awaited");

    /// <summary>Reads one answer with its body; null if the server has ended the connection.</summary>
    public async Task<HttpAnswer?> TryReadAsync(bool toHead = false)
    {
        int end;
        while ((end = _socket.Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return _socket.Unread.IsEmpty ? null : throw _socket.Fault("the connection ended inside the head of an answer");
            }
        }

        var head = HttpAnswer.Parse(_socket.Unread[..end]);
        _socket.Take(end + 4);
        var hasBody = !toHead && head.Status is >= 200 and not 204 and not 304;
        return hasBody ? head with { Body = await ReadBodyAsync(head) } : head;
    }

    /// <summary>Reads answers until the server ends the connection.</summary>
    /// <param name="firstToHead">Whether the first of them answers a HEAD request.</param>
    public async Task<IReadOnlyList<HttpAnswer>> ReadAllAsync(bool firstToHead = false)
    {
        var answers = new List<HttpAnswer>();
        while (await TryReadAsync(firstToHead && answers.Count == 0) is { } answer)
        {
            if (answer.Status >= 200)
            {
                answers.Add(answer);
            }
        }

        return answers;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // A reset is an end too: who has asked for too much need not be let finish
    private async Task<bool> FillAsync()
    {
        try
        {
            return await _socket.FillAsync("an HTTP answer");
        }
        catch (WireFaultException reset) when (reset.InnerException is System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private async Task<string> ReadBodyAsync(HttpAnswer head)
    {
        if (!head.Lists("Transfer-Encoding", "chunked"))
        {
            // To HTTP/1.0 the end of the connection is the end of the body
            return head["Content-Length"] is null && head.Lists("Connection", "close")
                ? await ReadToEndAsync()
                : await ReadTextAsync(head.ContentLength);
        }

        var body = new StringBuilder();
        while (true)
        {
            var size = int.Parse(await ReadLineAsync(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Append(await ReadTextAsync(size));
            var end = await ReadLineAsync();
            if (end.Length > 0)
            {
                throw _socket.Fault("a chunk is longer than its size");
            }

            if (size == 0)
            {
                return body.ToString();
            }
        }
    }

    private async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = _socket.Unread.IndexOf("\r\n"u8)) < 0)
        {
            await DemandMoreAsync();
        }

        var line = Encoding.Latin1.GetString(_socket.Unread[..end]);
        _socket.Take(end + 2);
        return line;
    }

    private async Task<string> ReadTextAsync(int length)
    {
        while (_socket.Unread.Length < length)
        {
            await DemandMoreAsync();
        }

        var text = Encoding.UTF8.GetString(_socket.Unread[..length]);
        _socket.Take(length);
        return text;
    }

    private async Task<string> ReadToEndAsync()
    {
        while (await FillAsync())
        {
            // There is more
        }

        return await ReadTextAsync(_socket.Unread.Length);
    }

    private async Task DemandMoreAsync()
    {
        if (!await FillAsync())
        {
            throw _socket.Fault("the connection ended inside the body of an answer");
        }
    }
}
