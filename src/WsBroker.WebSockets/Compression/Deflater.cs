using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Compression;

/// <summary>Deflates whole messages (RFC 7692 §7.2.1).</summary>
/// <remarks>
/// Belongs to one thread at a time. With a window of 8 bits only the byte before is ever referred to: zlib itself has no
/// window that small.
/// </remarks>
/// <param name="level">1 (fast) to 9 (small).</param>
/// <param name="windowBits">The largest distance of a reference, as a power of two: 8 to 15.</param>
/// <param name="keepsContext">Whether a message may refer to those before.</param>
public sealed class Deflater(int level, int windowBits, bool keepsContext) : IDisposable
{
    /// <summary>The lowest level: fast.</summary>
    public const int MinLevel = 1;

    /// <summary>The highest level: small.</summary>
    public const int MaxLevel = 9;

    /// <summary>About what one holds outside the managed heap, in bytes.</summary>
    public const int ContextBytes = 336 * 1024;

    private const int TailLength = 4;
    private const int SmallestZlibWindow = 9;

    private readonly DeflateHandle _handle = new(
        Check(level, MinLevel, MaxLevel, nameof(level)),
        Math.Max(Check(windowBits, DeflateParameters.MinWindowBits, DeflateParameters.MaxWindowBits, nameof(windowBits)), SmallestZlibWindow),
        windowBits < SmallestZlibWindow ? Zlib.RunLengthStrategy : Zlib.DefaultStrategy);

    /// <summary>How much room a message needs, in bytes, should it not get smaller.</summary>
    // No strategy makes more than 9 bits of a byte
    public static int RoomFor(int messageLength) => checked(messageLength + (messageLength / 8) + 64);

    /// <summary>Deflates one message.</summary>
    /// <param name="message">The whole message; not empty.</param>
    /// <param name="room">At least <see cref="RoomFor"/> bytes.</param>
    /// <param name="length">How many bytes the compressed message has.</param>
    /// <returns>False if the message does not get smaller, and is to be sent as it is.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public bool TryDeflate(ReadOnlySpan<byte> message, Span<byte> room, out int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(room.Length, RoomFor(message.Length), nameof(room));
        var input = message;
        Run(ref input, room, keepsContext ? Zlib.SyncFlush : Zlib.FullFlush, out var written);
        length = written - TailLength;
        if (length < message.Length)
        {
            return true;
        }

        if (keepsContext)
        {
            // What is not sent compressed is not in the peer's window, and must not be referred to
            Run(ref input, room, Zlib.FullFlush, out _);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Run(scoped ref ReadOnlySpan<byte> input, Span<byte> room, int flush, out int written)
    {
        var result = _handle.Run(ref input, room, flush, out written);
        if (result is not Zlib.Ok || !input.IsEmpty || written == room.Length)
        {
            throw new InvalidOperationException($"zlib did not end a message: {result}");
        }
    }

    private static int Check(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }
}
