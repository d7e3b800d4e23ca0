using System.Buffers.Binary;

namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>Binary messages of 64 bytes that bear a number: as a publisher sends them and as a subscriber must get them.</summary>
internal static class NumberedFrames
{
    /// <summary>The payload, in bytes.</summary>
    public const int PayloadLength = 64;

    /// <summary>A frame of the server: two bytes of header and the payload.</summary>
    public const int ServerFrameLength = 2 + PayloadLength;

    private const byte FinBinary = 0x82;
    private const byte Masked = 0x80;
    private const int ClientHeaderLength = 6;

    // So that a frame put together out of two is noticed
    private static readonly byte[] _filling = [.. Enumerable.Range(0, PayloadLength - sizeof(long)).Select(i => (byte)(i + 100))];

    /// <summary>The frames of a client, masked with zero, for so many numbers.</summary>
    public static byte[] ForPublisher(long first, int count)
    {
        const int frameLength = ClientHeaderLength + PayloadLength;
        var frames = new byte[count * frameLength];
        for (var i = 0; i < count; i++)
        {
            var frame = frames.AsSpan(i * frameLength, frameLength);
            frame[0] = FinBinary;
            frame[1] = Masked | PayloadLength;
            BinaryPrimitives.WriteInt64BigEndian(frame[ClientHeaderLength..], first + i);
            _filling.CopyTo(frame[(ClientHeaderLength + sizeof(long))..]);
        }

        return frames;
    }

    /// <summary>Reads one frame of the server.</summary>
    /// <returns>The number, or null if this is not a numbered frame.</returns>
    public static long? Read(ReadOnlySpan<byte> frame) =>
        frame[0] == FinBinary && frame[1] == PayloadLength && frame[(2 + sizeof(long))..].SequenceEqual(_filling)
            ? BinaryPrimitives.ReadInt64BigEndian(frame[2..])
            : null;
}
