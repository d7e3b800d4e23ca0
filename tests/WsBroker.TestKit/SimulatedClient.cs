using System.Text;
using WsBroker.Actors;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.TestKit;

/// <summary>A client of a <see cref="SimulatedBroker"/>: frames out, and all that comes in read by the strict rules for servers.</summary>
/// <remarks>What it sends, the broker has handled when the call returns, unless the method's name says otherwise.</remarks>
#pragma warning disable CA1001 // what the assembler rents may go with the test
public sealed class SimulatedClient(SimulationDispatcher dispatcher)
#pragma warning restore CA1001
{
    private const uint MaskingKey = 0x37FA213D;

    private readonly MessageAssembler _assembler = new(PeerRole.Client, new MessageLimits { MaxMessageBytes = int.MaxValue });
    private readonly List<string> _messages = [];
    private readonly List<byte> _head = [];
    private bool _hasHead;

    /// <summary>The connection.</summary>
    public InMemoryTransport Transport { get; } = new();

    /// <summary>The answer to the handshake, as far as it has come.</summary>
    public string Head
    {
        get
        {
            Read();
            return Encoding.UTF8.GetString([.. _head]);
        }
    }

    /// <summary>All text and binary messages that have come, as text.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            Read();
            return _messages;
        }
    }

    /// <summary>How many pings have come.</summary>
    public int Pings { get; private set; }

    /// <summary>How many pongs have come.</summary>
    public int Pongs { get; private set; }

    /// <summary>The code and reason of the close frame, or null if none has come.</summary>
    public (CloseCode Code, string Reason)? Closed { get; private set; }

    /// <summary>A request to open a WebSocket.</summary>
    /// <param name="path">The path, perhaps with a query.</param>
    /// <param name="headers">Further header lines.</param>
    public static byte[] Request(string path, params string[] headers) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + string.Concat(headers.Select(static header => $"{header}\r\n")) + "\r\n");

    /// <summary>One masked frame.</summary>
    public static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload, bool fin = true)
    {
        var frame = new byte[FrameWriter.HeaderLength(payload.Length, masked: true) + payload.Length];
        var header = FrameWriter.WriteMaskedHeader(frame, opcode, payload.Length, MaskingKey, fin);
        payload.CopyTo(frame.AsSpan(header));
        Masking.Apply(frame.AsSpan(header), MaskingKey);
        return frame;
    }

    /// <summary>One masked text frame.</summary>
    public static byte[] Text(string text) => Frame(Opcode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>One masked close frame.</summary>
    public static byte[] Close(CloseCode code) => Frame(Opcode.Close, [(byte)((int)code >> 8), (byte)code]);

    /// <summary>Sends bytes, in one piece.</summary>
    public void Write(byte[] bytes)
    {
        Transport.Write(bytes);
        dispatcher.RunUntilIdle();
    }

    /// <summary>Sends a text message.</summary>
    public void Say(string text) => Write(Text(text));

    /// <summary>Ends this side of the connection.</summary>
    public void End()
    {
        Transport.End();
        dispatcher.RunUntilIdle();
    }

    /// <summary>Reads all that has come.</summary>
    /// <exception cref="InvalidOperationException">The server broke a rule, or sent something after its close frame.</exception>
    public void Read()
    {
        var input = ReadHead(Transport.TakeSent());
        while (!input.IsEmpty)
        {
            if (Closed is not null)
            {
                throw new InvalidOperationException("The server sent something after its close frame.");
            }

            Note(_assembler.Read(ref input));
        }
    }

    private Span<byte> ReadHead(Span<byte> bytes)
    {
        while (!_hasHead && !bytes.IsEmpty)
        {
            _head.Add(bytes[0]);
            bytes = bytes[1..];
            _hasHead = _head.Count >= 4 && _head[^4..] is [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
        }

        if (_hasHead && !_head[..12].SequenceEqual("HTTP/1.1 101"u8.ToArray()))
        {
            // The rest is the body of a refusal
            _head.AddRange(bytes);
            return [];
        }

        return bytes;
    }

    private void Note(Incoming incoming)
    {
        switch (incoming.Kind)
        {
            case IncomingKind.Message:
                _messages.Add(Encoding.UTF8.GetString(incoming.Payload));
                break;
            case IncomingKind.Ping:
                Pings++;
                break;
            case IncomingKind.Pong:
                Pongs++;
                break;
            case IncomingKind.Close:
                Closed = (incoming.CloseCode, Encoding.UTF8.GetString(incoming.Payload));
                break;
            case IncomingKind.Violation:
                throw new InvalidOperationException($"The server broke a rule: {incoming.Violation}.");
            default:
                break;
        }
    }
}
