using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>A TCP connection to the broker that can send anything, and forgives the broker nothing.</summary>
/// <remarks>Every wait is bounded by <see cref="Patience"/>, and a failure traces the wire. One reader and one writer at a time.</remarks>
internal sealed class StrictClient : IDisposable
{
    /// <summary>How long any one thing may take on a machine that has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StrictFrameReader _frames = new();
    private readonly TracedSocket _socket;

    private StrictClient(TracedSocket socket) => _socket = socket;

    /// <summary>A small receive buffer that still holds a segment of loopback; less makes TCP wait for its own timers.</summary>
    public const int SmallReceiveBuffer = 128 * 1024;

    /// <summary>Whether bytes are there that were not read yet.</summary>
    public bool HasUnread => !_socket.Unread.IsEmpty || _socket.HasMore;

    /// <summary>Connects TCP and sends nothing.</summary>
    /// <param name="server">The broker's address.</param>
    /// <param name="receiveBuffer">What the kernel may keep for us, in bytes; null to leave it to the kernel.</param>
    /// <param name="from">The address of this machine to connect from; null to leave it to the kernel.</param>
    public static async Task<StrictClient> ConnectAsync(Uri server, int? receiveBuffer = null, IPAddress? from = null) =>
        new(await TracedSocket.ConnectAsync(server, receiveBuffer, from));

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="server">The broker's address.</param>
    /// <param name="target">The path and query.</param>
    /// <param name="receiveBuffer">As in <see cref="ConnectAsync"/>.</param>
    /// <param name="offers">The value of Sec-WebSocket-Extensions; null for none.</param>
    public static async Task<StrictClient> OpenAsync(Uri server, string target, int? receiveBuffer = null, string? offers = null)
    {
        var request = RequestText.Upgrade(target);
        var client = await ConnectAsync(server, receiveBuffer);
        try
        {
            await client.WriteAsync((offers is null ? request : request.With("Sec-WebSocket-Extensions", offers)).ToBytes());
            client.Extensions = (await client.ReadAcceptedAsync(isOffered: offers is not null))["Sec-WebSocket-Extensions"];
            client._frames.Inflater = client.Extensions is { } agreed
                ? new StrictInflater(!agreed.Contains("server_no_context_takeover", StringComparison.Ordinal))
                : null;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The same, with an offer of compression.</summary>
    public static Task<StrictClient> OpenCompressedAsync(
        Uri server, string target, string offers = "permessage-deflate; client_max_window_bits") => OpenAsync(server, target, offers: offers);

    /// <summary>What was agreed on, as the server answered it; null for no extensions.</summary>
    public string? Extensions { get; private set; }

    /// <summary>Writes these bytes, in one go as far as the socket takes them.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => _socket.WriteAsync(bytes);

    /// <summary>Writes these bytes in writes of a size.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, int writeSize)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, writeSize)..])
        {
            await WriteAsync(bytes[..Math.Min(bytes.Length, writeSize)]);
        }
    }

    /// <summary>Writes a frame.</summary>
    public Task WriteAsync(ClientFrame frame) => WriteAsync(frame.ToBytes());

    /// <summary>Writes frames, cut as told.</summary>
    public async Task WriteAsync(IReadOnlyList<ClientFrame> frames, Writing writing)
    {
        byte[] all = [.. frames.SelectMany(frame => frame.ToBytes())];
        switch (writing)
        {
            case Writing.ByteByByte:
                await WriteAsync(all, writeSize: 1);
                break;
            case Writing.Coalesced:
                await WriteAsync(all);
                break;
            case Writing.FrameByFrame:
            default:
                foreach (var frame in frames)
                {
                    await WriteAsync(frame);
                }

                break;
        }
    }

    /// <summary>Writes until all is written or the server takes no more of it.</summary>
    /// <returns>How many bytes went.</returns>
    public async Task<int> WriteUntilRefusedAsync(ReadOnlyMemory<byte> bytes, int writeSize)
    {
        var written = 0;
        try
        {
            for (; written < bytes.Length; written += writeSize)
            {
                await WriteAsync(bytes.Slice(written, Math.Min(writeSize, bytes.Length - written)));
            }
        }
        catch (WireFaultException refused) when (refused.InnerException is SocketException)
        {
            // That is the answer
        }

        return Math.Min(written, bytes.Length);
    }

    /// <summary>Reads the 101 and checks every line of it (RFC 6455 §4.2.2).</summary>
    /// <param name="isOffered">Whether extensions were offered, and may be answered.</param>
    public async Task<HttpAnswer> ReadAcceptedAsync(bool isOffered = false)
    {
        var answer = await ReadHeadAsync();
        Demand(answer.Status == 101, $"answered {answer.Status}");
        Demand(answer["Sec-WebSocket-Accept"] is RequestText.Accept, "a wrong Sec-WebSocket-Accept");
        Demand("websocket".Equals(answer["Upgrade"], StringComparison.OrdinalIgnoreCase), "no Upgrade: websocket");
        Demand(answer.Lists("Connection", "Upgrade"), "no Connection: Upgrade");
        Demand(answer["Content-Length"] is null && answer["Transfer-Encoding"] is null, "a body in a 101");
        Demand(isOffered || answer["Sec-WebSocket-Extensions"] is null, "an extension that was not offered");
        return answer;
    }

    /// <summary>Reads an answer that refuses: the head, exactly its Content-Length, and then the end of the connection.</summary>
    /// <remarks>What every refusal must bear is checked here: Connection: close, Date and Content-Length.</remarks>
    public async Task<HttpAnswer> ReadRefusalAsync()
    {
        var head = await ReadHeadAsync();
        Demand(head.Status >= 400, $"answered {head.Status}");
        Demand(head.Lists("Connection", "close"), $"{head.Status} without Connection: close");
        Demand(DateTimeOffset.TryParse(head["Date"], CultureInfo.InvariantCulture, out _), $"{head.Status} without a Date");
        var length = head.ContentLength;
        while (_socket.Unread.Length < length)
        {
            Demand(await _socket.FillAsync("the rest of the body"), "the body is cut");
        }

        var body = Encoding.UTF8.GetString(_socket.Unread[..length]);
        _socket.Take(length);
        await ReadEndAsync();
        return head with { Body = body };
    }

    /// <summary>Reads an answer's head; what follows stays unread.</summary>
    public async Task<HttpAnswer> ReadHeadAsync()
    {
        int end;
        while ((end = _socket.Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            Demand(await _socket.FillAsync("an HTTP answer"), "the connection ended inside the head of an answer");
        }

        var head = HttpAnswer.Parse(_socket.Unread[..end]);
        _socket.Take(end + 4);
        return head;
    }

    /// <summary>Reads one frame.</summary>
    public async Task<ServerFrame> ReadFrameAsync() =>
        await TryReadFrameAsync("a frame") ?? throw _socket.Fault("the connection ended where a frame was awaited");

    /// <summary>Reads one whole message; a ping before it is answered.</summary>
    public async Task<ServerFrame> ReadMessageAsync()
    {
        while (true)
        {
            var frame = await ReadFrameAsync();
            if (frame.Opcode is not Opcode.Ping)
            {
                Demand(frame.Opcode is Opcode.Text or Opcode.Binary && frame.Fin, $"instead of a message came {Describe(frame)}");
                return frame;
            }

            await WriteAsync(ClientFrame.Pong(frame.Payload));
        }
    }

    /// <summary>Reads one message and compares it with what was sent.</summary>
    public async Task ExpectAsync(ClientFrame sent)
    {
        var message = await ReadMessageAsync();
        Demand(
            message.Opcode == sent.Opcode && message.Payload.AsSpan().SequenceEqual(sent.Payload.Span),
            $"instead of {sent.Opcode} of {sent.Payload.Length} bytes came {message}");
    }

    /// <summary>Reads one text message.</summary>
    public async Task<string> ReadTextAsync()
    {
        var message = await ReadMessageAsync();
        Demand(message.Opcode is Opcode.Text, $"instead of text came {message}");
        return message.Text;
    }

    /// <summary>The next frame must be a pong with this payload.</summary>
    public async Task ExpectPongAsync(ReadOnlyMemory<byte> payload)
    {
        var frame = await ReadFrameAsync();
        Demand(
            frame.Opcode is Opcode.Pong && frame.Payload.AsSpan().SequenceEqual(payload.Span),
            $"instead of a pong of {payload.Length} bytes came {Describe(frame)}");
    }

    /// <summary>The next frame must be this, whatever it is.</summary>
    public async Task ExpectFrameAsync(ClientFrame expected)
    {
        var frame = await ReadFrameAsync();
        Demand(
            frame.Opcode == expected.Opcode && frame.Fin && frame.Payload.AsSpan().SequenceEqual(expected.Payload.Span),
            $"instead of {expected.Opcode} of {expected.Payload.Length} bytes came {Describe(frame)}");
    }

    /// <summary>The next frame must be a close with one of these codes, null for none, and then the connection must end.</summary>
    public async Task ExpectCloseAndEndAsync(IReadOnlyList<int?> codes)
    {
        var frame = await ReadFrameAsync();
        Demand(
            frame.Opcode is Opcode.Close && codes.Contains(frame.CloseCode),
            $"instead of a close with {string.Join(" or ", codes)} came {Describe(frame)}");
        await ReadEndAsync();
    }

    /// <summary>The next frame must be a close with this code; it is answered, and then the connection must end.</summary>
    /// <returns>The close frame.</returns>
    public async Task<ServerFrame> ExpectCloseAsync(int code)
    {
        var close = await ReadFrameAsync();
        Demand(close.CloseCode == code, $"instead of a close with {code} came {Describe(close)}");
        await WriteUntilRefusedAsync(ClientFrame.Close(code).ToBytes(), writeSize: int.MaxValue / 2);
        await ReadEndAsync();
        return close;
    }

    /// <summary>Reads frames until the close and checks its code; it is answered, and then the connection must end.</summary>
    public async Task<IReadOnlyList<ServerFrame>> ReadUntilCloseAsync(int code)
    {
        var frames = new List<ServerFrame>();
        while (true)
        {
            var frame = await ReadFrameAsync();
            if (frame.Opcode is not Opcode.Close)
            {
                frames.Add(frame);
                continue;
            }

            Demand(frame.CloseCode == code, $"closed with {Describe(frame)} instead of {code}");
            await WriteUntilRefusedAsync(ClientFrame.Close(code).ToBytes(), writeSize: int.MaxValue / 2);
            await ReadEndAsync();
            return frames;
        }
    }

    /// <summary>The server must end the connection in order, with nothing more said.</summary>
    public async Task ReadEndAsync()
    {
        if (!_socket.Unread.IsEmpty || await _socket.FillAsync("the end of the connection"))
        {
            throw _socket.Fault("more bytes came where the connection should have ended");
        }
    }

    /// <summary>The server must end the connection, in whatever way and whatever it says before.</summary>
    public async Task AwaitGoneAsync()
    {
        try
        {
            while (await _socket.FillAsync("the end of the connection"))
            {
                _socket.Take(_socket.Unread.Length);
            }
        }
        catch (WireFaultException gone) when (gone.InnerException is SocketException)
        {
            // A reset is an end too
        }
    }

    /// <summary>Ends our side and goes on reading.</summary>
    public void EndSending() => _socket.EndSending();

    /// <summary>Ends the connection with a RST.</summary>
    public void Reset() => _socket.Reset();

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _frames.Inflater?.Dispose();
    }

    private async Task<ServerFrame?> TryReadFrameAsync(string awaited)
    {
        while (true)
        {
            if (TakeFrame() is { } frame)
            {
                return frame;
            }

            if (!await _socket.FillAsync(awaited))
            {
                return null;
            }
        }
    }

    private ServerFrame? TakeFrame()
    {
        try
        {
            if (!_frames.TryRead(_socket.Unread, out var frame, out var length))
            {
                return null;
            }

            _socket.Take(length);
            return frame;
        }
        catch (WireFaultException broken)
        {
            throw _socket.Fault(broken.Message, broken);
        }
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw _socket.Fault(otherwise);
        }
    }

    private static string Describe(ServerFrame frame) =>
        frame.Opcode is Opcode.Close ? $"a close with {frame.CloseCode}, '{frame.CloseReason}'" : frame.ToString();
}
