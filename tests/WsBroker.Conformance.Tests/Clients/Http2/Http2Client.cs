using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Clients.Http2;

/// <summary>A connection of HTTP/2 frame by frame: it does nothing by itself, and can do anything wrong.</summary>
internal sealed class Http2Client : IAsyncDisposable
{
    private static ReadOnlyMemory<byte> Preface { get; } = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly SslStream _stream;
    private readonly byte[] _header = new byte[Http2Frame.HeaderLength];

    private Http2Client(SslStream stream) => _stream = stream;

    /// <summary>What the server announced.</summary>
    public IReadOnlyDictionary<ushort, uint> Settings { get; private set; } = new Dictionary<ushort, uint>();

    /// <summary>Connects, sends the preface and settings, and reads those of the server.</summary>
    public static async Task<Http2Client> OpenAsync(ServerProcess server, TestCertificate certificate, params (ushort Id, uint Value)[] settings)
    {
        var client = await ConnectAsync(server, certificate);
        await client.WriteAsync(Preface);
        await client.WriteAsync(Http2Frame.Settings(settings));
        var announced = await client.ReadAsync();
        Assert.Equal(Http2Frame.SettingsType, announced!.Type);
        client.Settings = announced.Payload.Chunk(6).ToDictionary(
            static chunk => BinaryPrimitives.ReadUInt16BigEndian(chunk), static chunk => BinaryPrimitives.ReadUInt32BigEndian(chunk.AsSpan(2)));
        await client.WriteAsync(Http2Frame.SettingsAck());
        return client;
    }

    /// <summary>Connects and sends nothing.</summary>
    public static async Task<Http2Client> ConnectAsync(ServerProcess server, TestCertificate certificate)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        await socket.ConnectAsync(server.Https.Host, server.Https.Port, timeout.Token);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = certificate.IsPresented,
            },
            timeout.Token);
        Assert.Equal(SslApplicationProtocol.Http2, stream.NegotiatedApplicationProtocol);
        return new Http2Client(stream);
    }

    /// <summary>Sends frames together.</summary>
    /// <returns>Whether the server still takes them.</returns>
    public Task<bool> WriteAsync(params Http2Frame[] frames) =>
        WriteAsync(frames.SelectMany(static frame => frame.ToBytes()).ToArray().AsMemory());

    /// <summary>Sends bytes.</summary>
    /// <returns>Whether the server still takes them.</returns>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        try
        {
            await _stream.WriteAsync(bytes, timeout.Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends bytes again and again, until the server takes no more of them for a while, or none at all.</summary>
    /// <returns>How often they were taken.</returns>
    public async Task<int> WriteUntilStalledAsync(ReadOnlyMemory<byte> bytes, int times, TimeSpan stall)
    {
        using var stalled = new CancellationTokenSource();
        for (var taken = 0; taken < times; taken++)
        {
            stalled.CancelAfter(stall);
            try
            {
                await _stream.WriteAsync(bytes, stalled.Token);
            }
            catch (Exception refused) when (refused is IOException or OperationCanceledException)
            {
                return taken;
            }
        }

        return times;
    }

    /// <summary>Receives a frame; null if the connection has ended, in whatever way.</summary>
    public async Task<Http2Frame?> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        try
        {
            await _stream.ReadExactlyAsync(_header, timeout.Token);
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header) >> 8);
            var payload = new byte[length];
            await _stream.ReadExactlyAsync(payload, timeout.Token);
            return new Http2Frame(_header[3], _header[4], BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Receives frames until one is wanted; null if the connection has ended before.</summary>
    public async Task<Http2Frame?> ReadUntilAsync(Func<Http2Frame, bool> isWanted)
    {
        while (true)
        {
            var frame = await ReadAsync();
            if (frame is null || isWanted(frame))
            {
                return frame;
            }
        }
    }

    /// <summary>The status that a stream is answered with, on a connection that had no answer before.</summary>
    public async Task<string> ReadStatusAsync(uint stream)
    {
        var answer = await ReadUntilAsync(frame => frame.Stream == stream);
        Assert.True(answer is { Type: Http2Frame.HeadersType }, $"instead of an answer came {answer}");
        return HeaderBlock.StatusOf(answer!.Payload);
    }

    /// <summary>The connection is alive, and nothing was said of an error.</summary>
    public async Task ExpectAliveAsync()
    {
        byte[] mark = [1, 2, 3, 4, 5, 6, 7, 8];
        await WriteAsync(Http2Frame.Ping(mark));
        var frame = await ReadUntilAsync(frame =>
            frame.Type is Http2Frame.GoAwayType or Http2Frame.ResetType
            || (frame.Type == Http2Frame.PingType && frame.Payload.AsSpan().SequenceEqual(mark)));
        Assert.True(frame?.Type == Http2Frame.PingType, $"instead of a pong came {frame}");
    }

    /// <summary>The connection ends, with one of these errors if the server says which.</summary>
    public async Task ExpectEndAsync(params Http2Error[] errors)
    {
        var frame = await ReadUntilAsync(static frame => frame.Type == Http2Frame.GoAwayType);
        if (frame is not null)
        {
            Assert.Contains(frame.Error, errors);
            Assert.Null(await ReadUntilAsync(static _ => false));
        }
    }

    /// <summary>The stream is reset with one of these errors, or the connection ends with it.</summary>
    public async Task ExpectResetAsync(uint stream, params Http2Error[] errors)
    {
        var frame = await ReadUntilAsync(frame =>
            frame.Type == Http2Frame.GoAwayType || (frame.Type == Http2Frame.ResetType && frame.Stream == stream));
        if (frame is not null)
        {
            Assert.Contains(frame.Error, errors);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
