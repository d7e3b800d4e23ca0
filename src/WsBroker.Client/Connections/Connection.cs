using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WsBroker.Client.Messages;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Client.Connections;

/// <summary>One WebSocket connection, from the end of its handshake to the end of its socket.</summary>
/// <remarks>
/// Reads, writes and pings until one of the three ends, then ends all. Events are told to the receiver one at a time,
/// in the order in which they came. Sending is thread-safe.
/// </remarks>
internal sealed class Connection : IAsyncDisposable
{
    private const int ReadBufferBytes = 32 * 1024;

    private readonly Stream _stream;
    private readonly WsBrokerClientOptions _options;
    private readonly Action<ServerEvent> _receive;
    private readonly ReadGate _gate;
    private readonly EventReader _events = new();
    private readonly OutboundFrames _outbound;
    private readonly bool _isCompressed;
    private readonly CancellationTokenSource _life = new();
    private readonly Silence _silence;

    private Connection(
        Stream stream,
        WsBrokerClientOptions options,
        ReadGate gate,
        Action<ServerEvent> receive,
        byte[] first,
        DeflateParameters? compression)
    {
        _isCompressed = compression is not null;
        _outbound = new OutboundFrames(_isCompressed);
        _stream = stream;
        _options = options;
        _gate = gate;
        _receive = receive;
        _silence = new Silence(options, gate);
        Completion = RunAsync(first);
    }

    /// <summary>When the token ends that the server was greeted with; null if there is none.</summary>
    public DateTimeOffset? TokenEnds { get; set; }

    /// <summary>Ends, without an exception of the network's, when the connection has.</summary>
    public Task<ConnectionEnd> Completion { get; }

    /// <summary>Dials, shakes hands and begins to read.</summary>
    /// <exception cref="WsBrokerException">The server cannot be reached, or refused.</exception>
    public static async Task<Connection> OpenAsync(
        Uri address,
        WsBrokerClientOptions options,
        ReadGate gate,
        Action<ServerEvent> receive,
        CancellationToken cancellationToken)
    {
        var stream = await Dialer.DialAsync(address, options.Tls, cancellationToken);
        try
        {
            var (first, compression) = await OpeningHandshake.ShakeAsync(stream, address, options.Compression, cancellationToken);
            return new Connection(stream, options, gate, receive, first, compression);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command. Nothing happens once the connection is closing.</summary>
    public void Send(ReadOnlySpan<byte> command) => _outbound.AddText(command);

    /// <summary>
    /// Closes with 1000, waits for the server's close frame for as long as allowed, and then ends the socket.
    /// </summary>
    public async Task CloseAsync()
    {
        _outbound.AddClose(CloseCode.NormalClosure);
        try
        {
            await Completion.WaitAsync(_options.CloseTimeout, _options.Time);
        }
        catch (TimeoutException)
        {
            await _life.CancelAsync();
            await Completion;
        }
    }

    /// <summary>Ends the socket at once, if it has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await Completion;
        await _stream.DisposeAsync();
        _outbound.Dispose();
        _life.Dispose();
    }

    private async Task<ConnectionEnd> RunAsync(byte[] first)
    {
        var reading = EndOfAsync(ReadAsync(first));
        var writing = EndOfAsync(WriteAsync());
        var watching = EndOfAsync(_silence.WatchAsync(_outbound, _life.Token));

        try
        {
            // Writing ends with our close frame; what counts then is the server's
            var ended = await Task.WhenAny(reading, watching, writing);
            if (ended == writing && (await writing).Code is CloseCode.NormalClosure)
            {
                ended = await Task.WhenAny(reading, watching);
            }

            if (ended == reading)
            {
                await AnswerCloseAsync((await reading).Reply, writing);
            }

            return await ended;
        }
        finally
        {
            await _life.CancelAsync();
            await _stream.DisposeAsync();
            await Task.WhenAll(reading, writing, watching);
        }
    }

    // What the network does to a loop is how the connection ends, not an error of ours
    private async Task<ConnectionEnd> EndOfAsync(Task<ConnectionEnd> loop)
    {
        try
        {
            return await loop;
        }
        catch (Exception cause) when (cause is IOException or SocketException or ObjectDisposedException)
        {
            return ConnectionEnd.Broken($"the connection broke: {cause.Message}");
        }
        catch (OperationCanceledException) when (_life.IsCancellationRequested)
        {
            return ConnectionEnd.Broken("the connection was given up");
        }
        catch (JsonException cause)
        {
            return ConnectionEnd.Broken($"the server does not speak the protocol: {cause.Message}");
        }
    }

    private async Task AnswerCloseAsync(CloseCode code, Task writing)
    {
        _outbound.AddClose(code);
        try
        {
            await writing.WaitAsync(_options.CloseTimeout, _options.Time, _life.Token);
        }
        catch (Exception cause) when (cause is TimeoutException or OperationCanceledException)
        {
            // A server that does not take our close frame loses the socket without it
        }
    }

    private async Task<ConnectionEnd> WriteAsync()
    {
        await _outbound.WriteAsync(_stream, _life.Token);
        return new ConnectionEnd(CloseCode.NormalClosure, "closed by this client");
    }

    private async Task<ConnectionEnd> ReadAsync(byte[] first)
    {
        using var assembler = new MessageAssembler(
            PeerRole.Client,
            new MessageLimits { MaxMessageBytes = _options.MaxMessageBytes },
            _isCompressed ? Inflation.PerMessage : null);
        var buffer = new byte[ReadBufferBytes];
        Memory<byte> received = first;
        ConnectionEnd? end = null;
        while (end is null)
        {
            if (await _gate.WaitAsync(_life.Token))
            {
                _silence.Break();
            }

            if (received.IsEmpty)
            {
                received = buffer.AsMemory(0, await _stream.ReadAsync(buffer, _life.Token));
                _silence.Break();
            }

            end = received.IsEmpty
                ? ConnectionEnd.Broken("the server ended the connection without a close frame")
                : Take(assembler, ref received);
        }

        return end;
    }

    // Stops early when a message has closed the gate; what was not taken stays for when it opens
    private ConnectionEnd? Take(MessageAssembler assembler, ref Memory<byte> received)
    {
        var rest = received.Span;
        ConnectionEnd? end = null;
        var taken = IncomingKind.Message;
        while (end is null && taken is not IncomingKind.NeedMoreData && _gate.IsOpen)
        {
            var incoming = assembler.Read(ref rest);
            taken = incoming.Kind;
            end = Take(incoming);
        }

        received = received[^rest.Length..];
        return end;
    }

    private ConnectionEnd? Take(Incoming incoming)
    {
        switch (incoming.Kind)
        {
            case IncomingKind.Message when incoming.MessageKind is MessageKind.Text:
                _receive(_events.Read(incoming.Payload));
                return null;
            case IncomingKind.Ping:
                _outbound.AddPong(incoming.Payload);
                return null;
            case IncomingKind.Close:
                return new ConnectionEnd(incoming.CloseCode, Describe(incoming.CloseCode, incoming.Payload));
            case IncomingKind.Violation:
                return ConnectionEnd.Violated(incoming.Violation);
            case IncomingKind.Message:
            case IncomingKind.Pong:
            case IncomingKind.NeedMoreData:
            default:
                return null;
        }
    }

    private static string Describe(CloseCode code, ReadOnlySpan<byte> reason) => reason.IsEmpty
        ? $"the server closed the connection with {(int)code} ({code})"
        : $"the server closed the connection with {(int)code}: {Encoding.UTF8.GetString(reason)}";
}
