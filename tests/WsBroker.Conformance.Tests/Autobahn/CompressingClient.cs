using System.Buffers.Binary;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>A client that has agreed on permessage-deflate, and forgives the broker nothing of RFC 7692 §6.</summary>
internal sealed class CompressingClient : IDisposable
{
    private const byte Compressed = 0x40;

    private readonly TracedSocket _socket;
    private MessageCodec? _codec;

    private CompressingClient(TracedSocket socket) => _socket = socket;

    /// <summary>What was agreed on, as the answer has it.</summary>
    public string Agreed { get; private set; } = "";

    /// <summary>How many of the messages that came were compressed.</summary>
    public int CompressedMessages { get; private set; }

    private MessageCodec Codec => _codec ?? throw new InvalidOperationException("Nothing was agreed on.");

    /// <summary>Connects; the server must take the offer.</summary>
    public static async Task<CompressingClient> OpenAsync(Uri server, string target, string offer)
    {
        var client = new CompressingClient(await TracedSocket.ConnectAsync(server, receiveBuffer: null));
        await client._socket.WriteAsync(RequestText.Upgrade(target).Plus($"Sec-WebSocket-Extensions: {offer}").ToBytes());
        var answer = await client.ReadHeadAsync();
        Assert.Equal(101, answer.Status);
        client.Agreed = answer["Sec-WebSocket-Extensions"] ?? "";
        var parameters = client.Agreed.Split(';', StringSplitOptions.TrimEntries);
        Assert.Equal("permessage-deflate", parameters[0]);
        Assert.Distinct(parameters, StringComparer.Ordinal);
        client._codec = new MessageCodec(
            keepsOwn: !parameters.Contains("client_no_context_takeover", StringComparer.Ordinal),
            keepsPeers: !parameters.Contains("server_no_context_takeover", StringComparer.Ordinal));
        return client;
    }

    /// <summary>Sends a compressed message, in frames of at most so many bytes, 0 for one.</summary>
    public async Task SendAsync(Opcode opcode, byte[] message, int fragmentLength)
    {
        var compressed = Codec.Deflate(message);
        var length = fragmentLength == 0 ? compressed.Length : fragmentLength;
        for (var at = 0; at < compressed.Length; at += length)
        {
            var end = Math.Min(at + length, compressed.Length);
            var frame = new ClientFrame(at == 0 ? opcode : Opcode.Continuation, compressed.AsMemory(at..end))
            {
                Fin = end == compressed.Length,
                Reserved = at == 0 ? Compressed : (byte)0,
            };
            await _socket.WriteAsync(frame.ToBytes());
        }
    }

    /// <summary>Reads a message, compressed or not; a broker sends each in one frame.</summary>
    public async Task<(Opcode Opcode, byte[] Payload)> ReadAsync()
    {
        while (true)
        {
            var (first, payload) = await ReadFrameAsync();
            var opcode = (Opcode)(first & 0x0F);
            Assert.True((first & 0x80) != 0, "a frame is not final");
            Assert.Equal(0, first & 0x30);
            if (opcode is Opcode.Ping)
            {
                Assert.Equal(0, first & Compressed);
                await _socket.WriteAsync(ClientFrame.Pong(payload).ToBytes());
                continue;
            }

            Assert.True(opcode is Opcode.Text or Opcode.Binary || (first & Compressed) == 0, $"a compressed {opcode}");
            var isCompressed = (first & Compressed) != 0;
            CompressedMessages += isCompressed ? 1 : 0;
            return (opcode, isCompressed ? Codec.Inflate(payload) : payload);
        }
    }

    /// <summary>Closes in order.</summary>
    public async Task CloseAsync()
    {
        await _socket.WriteAsync(ClientFrame.Close(1000).ToBytes());
        var (opcode, payload) = await ReadAsync();
        Assert.Equal(Opcode.Close, opcode);
        Assert.Equal(1000, BinaryPrimitives.ReadUInt16BigEndian(payload));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codec?.Dispose();
        _socket.Dispose();
    }

    private async Task<HttpAnswer> ReadHeadAsync()
    {
        int end;
        while ((end = _socket.Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            Assert.True(await _socket.FillAsync("an answer"), "the connection ended inside the head of an answer");
        }

        var head = HttpAnswer.Parse(_socket.Unread[..end]);
        _socket.Take(end + 4);
        return head;
    }

    private async Task<(byte First, byte[] Payload)> ReadFrameAsync()
    {
        await NeedAsync(2);
        Assert.True(_socket.Unread[1] < 0x80, "a frame of the server is masked");
        var marker = _socket.Unread[1];
        var headerLength = marker switch { 126 => 4, 127 => 10, _ => 2 };
        await NeedAsync(headerLength);
        var length = marker switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_socket.Unread[2..]),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(_socket.Unread[2..]),
            _ => marker,
        };
        await NeedAsync(headerLength + length);
        var first = _socket.Unread[0];
        var payload = _socket.Unread.Slice(headerLength, length).ToArray();
        _socket.Take(headerLength + length);
        return (first, payload);
    }

    private async Task NeedAsync(int count)
    {
        while (_socket.Unread.Length < count)
        {
            Assert.True(await _socket.FillAsync("a frame"), "the connection ended inside a frame");
        }
    }
}
