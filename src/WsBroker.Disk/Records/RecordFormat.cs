using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace WsBroker.Disk.Records;

/// <summary>The frame around each record: the segment's mark, the length of the body, a checksum, the body.</summary>
/// <remarks>
/// All numbers are little-endian. The mark is random, another one in each segment, and begins the checksum too: so no payload
/// looks like a record when one is searched for behind a damaged one, whoever has published it.
/// </remarks>
internal static class RecordFormat
{
    /// <summary>Bytes before the body.</summary>
    public const int HeadBytes = 12;

    /// <summary>The CRC32C of a record with this mark and body.</summary>
    public static uint Checksum(uint mark, ReadOnlySpan<byte> body)
    {
        var crc = BitOperations.Crc32C(~mark, (uint)body.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(body);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var last in body[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, last);
        }

        return ~crc;
    }
}
