using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Records;

/// <summary>Reads records out of bytes. No I/O, no state.</summary>
internal static class RecordReader
{
    /// <summary>Reads the frame at the beginning of <paramref name="input"/>.</summary>
    /// <param name="input">What follows in the segment, or the beginning of it.</param>
    /// <param name="mark">The segment's mark.</param>
    /// <param name="left">How many bytes the segment has from here on.</param>
    /// <param name="size">The size of the record, frame included; or how many bytes it takes to read on.</param>
    /// <param name="record">The record.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.NeedMoreData"/>, if input ends before the record;
    /// or <see cref="OperationStatus.InvalidData"/>, if there is no whole and undamaged record here.
    /// </returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> input, uint mark, long left, out int size, out Record record)
    {
        size = RecordFormat.HeadBytes;
        record = default;
        if (left <= RecordFormat.HeadBytes)
        {
            return OperationStatus.InvalidData;
        }

        if (input.Length < size)
        {
            return OperationStatus.NeedMoreData;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(input[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(input) != mark || length <= 0 || length > left - RecordFormat.HeadBytes)
        {
            return OperationStatus.InvalidData;
        }

        size += length;
        if (input.Length < size)
        {
            return OperationStatus.NeedMoreData;
        }

        var body = input[RecordFormat.HeadBytes..size];
        return BinaryPrimitives.ReadUInt32LittleEndian(input[8..]) == RecordFormat.Checksum(mark, body) && TryReadBody(body, out record)
            ? OperationStatus.Done
            : OperationStatus.InvalidData;
    }

    /// <summary>Makes the publication of a record of that kind.</summary>
    /// <param name="record">The record.</param>
    /// <param name="topic">The topic, whose name the record bears.</param>
    /// <param name="epoch">The name that the topic's epoch has now; the one in the record may be an earlier one.</param>
    /// <param name="userBefore">The user behind the publication before, whose string is used again if it is the same; or null.</param>
    /// <returns>The publication, or null if the record makes no sense.</returns>
    public static Publication? ReadPublication(in Record record, TopicName topic, string epoch, string? userBefore)
    {
        var rest = record.Rest;
        if (!TryTakeLong(ref rest, out var at) || !TryTakeLong(ref rest, out var id) || !TryTake(ref rest, 1, out var kind)
            || !TryTakeText(ref rest, out var user) || !TryTakeText(ref rest, out var key)
            || !TryTakeInt(ref rest, out var headers) || !TryTake(ref rest, headers, out var header))
        {
            return null;
        }

        var publisher = new Publisher(new ClientId((ulong)id), string.Equals(user, userBefore, StringComparison.Ordinal) ? userBefore : user);
        var content = new Content((PayloadKind)kind[0], rest.ToArray()) { Headers = header.ToArray(), Key = key };
        return new Publication(topic, epoch, record.Offset, at, content, publisher);
    }

    private static bool TryReadBody(ReadOnlySpan<byte> body, out Record record)
    {
        var kind = (RecordKind)body[0];
        var rest = body[1..];
        record = new Record { Kind = kind };
        if (kind is RecordKind.Commit)
        {
            return true;
        }

        if (!Enum.IsDefined(kind) || !TryTakeShort(ref rest, out var topic) || !TryTakeShort(ref rest, out var epoch))
        {
            return false;
        }

        record = new Record { Kind = kind, Topic = topic, Epoch = epoch };
        if (kind is not RecordKind.Publication)
        {
            return true;
        }

        var isWhole = TryTakeLong(ref rest, out var offset) & TryTakeLong(ref rest, out var last) & TryTakeLong(ref rest, out var first);
        record = new Record
        {
            Kind = kind,
            Topic = topic,
            Epoch = epoch,
            Offset = offset,
            LastOffset = last,
            FirstKept = first,
            Rest = rest,
        };
        return isWhole;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count < 0 || count > rest.Length)
        {
            return false;
        }

        taken = rest[..count];
        rest = rest[count..];
        return true;
    }

    private static bool TryTakeInt(scoped ref ReadOnlySpan<byte> rest, out int value)
    {
        var isThere = TryTake(ref rest, sizeof(int), out var bytes);
        value = isThere ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;
        return isThere;
    }

    private static bool TryTakeLong(scoped ref ReadOnlySpan<byte> rest, out long value)
    {
        var isThere = TryTake(ref rest, sizeof(long), out var bytes);
        value = isThere ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        return isThere;
    }

    private static bool TryTakeShort(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryTake(ref rest, 1, out var length) && TryTake(ref rest, length[0], out value);
    }

    private static bool TryTakeText(scoped ref ReadOnlySpan<byte> rest, out string? value)
    {
        value = null;
        if (!TryTakeInt(ref rest, out var length))
        {
            return false;
        }

        if (length == RecordWriter.Missing)
        {
            return true;
        }

        var isThere = TryTake(ref rest, length, out var bytes);
        value = Encoding.UTF8.GetString(bytes);
        return isThere;
    }
}
