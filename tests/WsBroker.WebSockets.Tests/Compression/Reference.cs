using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace WsBroker.WebSockets.Tests.Compression;

/// <summary>Messages compressed and inflated by the streams of .NET, not by the code under test.</summary>
internal static class Reference
{
    private static readonly byte[] _tail = [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>One message's payload, without the tail that is left out.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> message, int level = 6) => DeflateAll(level, message.ToArray())[0];

    /// <summary>The payloads of messages that refer to each other.</summary>
    public static byte[][] DeflateAll(int level, params byte[][] messages)
    {
        using var output = new MemoryStream();
        using var stream = new DeflateStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
        var payloads = new List<byte[]>();
        foreach (var message in messages)
        {
            output.SetLength(0);
            stream.Write(message);
            stream.Flush();
            var bytes = output.ToArray();
            Assert.True(message.Length == 0 || bytes.AsSpan().EndsWith(_tail));
            payloads.Add(message.Length == 0 ? [0x00] : bytes[..^_tail.Length]);
        }

        return [.. payloads];
    }

    /// <summary>The messages in payloads that may refer to each other.</summary>
    public static byte[] Inflate(params IEnumerable<byte[]> payloads)
    {
        using var input = new MemoryStream([.. payloads.SelectMany(payload => payload.Concat(_tail))]);
        using var stream = new DeflateStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>JSON that looks like live data.</summary>
    public static byte[] Json(int length, ulong seed = 1)
    {
        var random = new SeededBytes(seed);
        var text = new StringBuilder("{");
        while (text.Length < length)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"price{random.Below(50)}\":{{\"bid\":{random.Below(99_999)},\"name\":\"item-{random.Below(999)}\"}},");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }
}
