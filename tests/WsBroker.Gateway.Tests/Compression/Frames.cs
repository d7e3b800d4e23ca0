using System.IO.Compression;
using System.Text;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Compression;

/// <summary>What a client makes of a server's frames, inflated by a stream of .NET.</summary>
internal sealed class Frames : IDisposable
{
    private readonly MemoryStream _input = new();
    private readonly DeflateStream _inflated;

    public Frames() => _inflated = new DeflateStream(_input, CompressionMode.Decompress);

    /// <summary>JSON of about so many characters, which compresses.</summary>
    public static string Json(int length, int seed) =>
        $"[{string.Join(',', Enumerable.Range(seed, length / 20).Select(at => $"{{\"price\":{at * 7919 % 10_000}}}"))}]";

    /// <summary>The frames' messages: text, and whether it was compressed; with what came before.</summary>
    public IEnumerable<(string Text, bool IsCompressed)> Read(ReadOnlyMemory<byte> frames)
    {
        while (!frames.IsEmpty)
        {
            FrameReader.TryReadHeader(frames.Span, PeerRole.Client, out var header, out var headerLength, out _);
            var payload = frames.Slice(headerLength, (int)header.PayloadLength).ToArray();
            frames = frames[(headerLength + payload.Length)..];
            yield return (Encoding.UTF8.GetString(header.Rsv1 ? Inflate(payload) : payload), header.Rsv1);
        }
    }

    public void Dispose() => _inflated.Dispose();

    private byte[] Inflate(byte[] payload)
    {
        _input.SetLength(0);
        _input.Write([.. payload, 0x00, 0x00, 0xFF, 0xFF]);
        _input.Position = 0;
        using var output = new MemoryStream();
        _inflated.CopyTo(output);
        return output.ToArray();
    }
}
