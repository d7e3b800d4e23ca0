using System.IO.Compression;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>Compressed messages as a client sends them, made by a stream of .NET (RFC 7692 §7.2.1).</summary>
internal static class Deflated
{
    /// <summary>The bit that begins a compressed message.</summary>
    public const byte Rsv1 = 0x40;

    private static readonly byte[] _tail = [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>A whole text message.</summary>
    public static ClientFrame Text(string text) => Frame(Opcode.Text, Payload(Encoding.UTF8.GetBytes(text)));

    /// <summary>A whole binary message.</summary>
    public static ClientFrame Binary(byte[] bytes) => Frame(Opcode.Binary, Payload(bytes));

    /// <summary>A frame with this payload and RSV1, whatever it is.</summary>
    public static ClientFrame Frame(Opcode opcode, ReadOnlyMemory<byte> payload) => new(opcode, payload) { Reserved = Rsv1 };

    /// <summary>A message in fragments of a size, RSV1 on the first.</summary>
    public static IEnumerable<ClientFrame> Fragments(Opcode opcode, byte[] payload, int size) =>
        payload.Chunk(size).Select((part, at) => new ClientFrame(at == 0 ? opcode : Opcode.Continuation, part)
        {
            Reserved = at == 0 ? Rsv1 : (byte)0,
            Fin = (at + 1) * size >= payload.Length,
        });

    /// <summary>The payload of a message by itself.</summary>
    public static byte[] Payload(byte[] message) => Payloads(message)[0];

    /// <summary>The payloads of messages that refer to those before.</summary>
    public static byte[][] Payloads(params IEnumerable<byte[]> messages)
    {
        using var output = new MemoryStream();
        using var stream = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true);
        var payloads = new List<byte[]>();
        foreach (var message in messages)
        {
            output.SetLength(0);
            stream.Write(message);
            stream.Flush();
            payloads.Add(output.ToArray()[..^_tail.Length]);
        }

        return [.. payloads];
    }

    /// <summary>JSON of about so many characters, other for each seed.</summary>
    public static string Json(int length, int seed = 1) =>
        $"[{string.Join(',', Enumerable.Range(1, Math.Max(1, length / 26)).Select(at => $"{{\"price\":{at * seed * 7919L % 1_000_003},\"id\":{at}}}"))}]";
}
