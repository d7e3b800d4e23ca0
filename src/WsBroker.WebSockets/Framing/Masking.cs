using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WsBroker.WebSockets.Framing;

/// <summary>Masks and unmasks payloads, which is the same thing (RFC 6455 §5.3).</summary>
/// <remarks>
/// The widest vectors of the processor do the work. What is left at the end is not done byte by byte: the last
/// vector is read before anything is written, and written last, over bytes that it may share with its neighbour.
/// </remarks>
public static class Masking
{
    /// <summary>Masks <paramref name="payload"/> in place; done twice, it is as it was.</summary>
    /// <param name="payload">Some or all bytes of one frame's payload.</param>
    /// <param name="maskingKey">The frame's key, its first byte on the wire highest.</param>
    /// <param name="position">The index of the first byte of <paramref name="payload"/> in the frame's payload.</param>
    public static void Apply(Span<byte> payload, uint maskingKey, int position = 0)
    {
        var turned = Turn(maskingKey, position);
        var key = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(turned) : turned;
        var keyAtEnd = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReverseEndianness(Turn(turned, payload.Length))
            : Turn(turned, payload.Length);
        ref var first = ref MemoryMarshal.GetReference(payload);
        var length = (nuint)payload.Length;
        if (Vector512.IsHardwareAccelerated && length >= (nuint)Vector512<byte>.Count)
        {
            ApplyBy64(ref first, length, key, keyAtEnd);
        }
        else if (Vector256.IsHardwareAccelerated && length >= (nuint)Vector256<byte>.Count)
        {
            ApplyBy32(ref first, length, key, keyAtEnd);
        }
        else if (length >= (nuint)Vector128<byte>.Count)
        {
            ApplyBy16(ref first, length, key, keyAtEnd);
        }
        else
        {
            ApplyToFewerThan16(ref first, length, key, keyAtEnd);
        }
    }

    // The key as it meets the byte `count` places on
    private static uint Turn(uint maskingKey, int count) => BitOperations.RotateLeft(maskingKey, 8 * (count & 3));

    private static void ApplyBy64(ref byte first, nuint length, uint key, uint keyAtEnd)
    {
        var mask = Vector512.Create(key).AsByte();
        var end = length - (nuint)Vector512<byte>.Count;
        var last = Vector512.LoadUnsafe(ref first, end) ^ Vector512.Create(keyAtEnd).AsByte();
        for (nuint i = 0; i < end; i += (nuint)Vector512<byte>.Count)
        {
            (Vector512.LoadUnsafe(ref first, i) ^ mask).StoreUnsafe(ref first, i);
        }

        last.StoreUnsafe(ref first, end);
    }

    private static void ApplyBy32(ref byte first, nuint length, uint key, uint keyAtEnd)
    {
        var mask = Vector256.Create(key).AsByte();
        var end = length - (nuint)Vector256<byte>.Count;
        var last = Vector256.LoadUnsafe(ref first, end) ^ Vector256.Create(keyAtEnd).AsByte();
        for (nuint i = 0; i < end; i += (nuint)Vector256<byte>.Count)
        {
            (Vector256.LoadUnsafe(ref first, i) ^ mask).StoreUnsafe(ref first, i);
        }

        last.StoreUnsafe(ref first, end);
    }

    private static void ApplyBy16(ref byte first, nuint length, uint key, uint keyAtEnd)
    {
        var mask = Vector128.Create(key).AsByte();
        var end = length - (nuint)Vector128<byte>.Count;
        var last = Vector128.LoadUnsafe(ref first, end) ^ Vector128.Create(keyAtEnd).AsByte();
        for (nuint i = 0; i < end; i += (nuint)Vector128<byte>.Count)
        {
            (Vector128.LoadUnsafe(ref first, i) ^ mask).StoreUnsafe(ref first, i);
        }

        last.StoreUnsafe(ref first, end);
    }

    private static void ApplyToFewerThan16(ref byte first, nuint length, uint key, uint keyAtEnd)
    {
        if (length >= sizeof(ulong))
        {
            ref var end = ref Unsafe.Add(ref first, length - sizeof(ulong));
            var last = Unsafe.ReadUnaligned<ulong>(ref end) ^ Twice(keyAtEnd);
            Unsafe.WriteUnaligned(ref first, Unsafe.ReadUnaligned<ulong>(ref first) ^ Twice(key));
            Unsafe.WriteUnaligned(ref end, last);
        }
        else if (length >= sizeof(uint))
        {
            ref var end = ref Unsafe.Add(ref first, length - sizeof(uint));
            var last = Unsafe.ReadUnaligned<uint>(ref end) ^ keyAtEnd;
            Unsafe.WriteUnaligned(ref first, Unsafe.ReadUnaligned<uint>(ref first) ^ key);
            Unsafe.WriteUnaligned(ref end, last);
        }
        else
        {
            ApplyToFewerThan4(ref first, length, key);
        }
    }

    private static void ApplyToFewerThan4(ref byte first, nuint length, uint key)
    {
        for (nuint i = 0; i < length; i++)
        {
            var shift = 8 * (int)(BitConverter.IsLittleEndian ? i : 3 - i);
            Unsafe.Add(ref first, i) ^= (byte)(key >> shift);
        }
    }

    private static ulong Twice(uint key) => ((ulong)key << 32) | key;
}
