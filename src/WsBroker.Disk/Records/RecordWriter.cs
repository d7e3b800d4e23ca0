using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WsBroker.Broker.Publications;

namespace WsBroker.Disk.Records;

/// <summary>Writes records, each whole with its frame.</summary>
internal static class RecordWriter
{
    /// <summary>The length that stands for what is not there, as opposed to what is empty.</summary>
    public const int Missing = -1;

    /// <summary>Writes the beginning of a commit.</summary>
    public static int WriteCommit(ArrayBufferWriter<byte> output, uint mark)
    {
        var record = Begin(output, sizeof(byte));
        record[RecordFormat.HeadBytes] = (byte)RecordKind.Commit;
        return End(output, mark, record);
    }

    /// <summary>Writes that nothing of a topic is needed any more.</summary>
    public static int WriteForgotten(ArrayBufferWriter<byte> output, uint mark, string topic) =>
        WriteNames(output, mark, RecordKind.Forgotten, topic, "");

    /// <summary>Writes that a topic's epoch has another name from now on.</summary>
    public static int WriteRenewed(ArrayBufferWriter<byte> output, uint mark, string topic, string epoch) =>
        WriteNames(output, mark, RecordKind.Renewed, topic, epoch);

    /// <summary>Writes a publication.</summary>
    /// <param name="output">Gets the record.</param>
    /// <param name="mark">The segment's mark.</param>
    /// <param name="publication">The publication.</param>
    /// <param name="epoch">The epoch of its topic.</param>
    /// <param name="lastOffset">The topic's last offset: that of the publication, unless it is carried forward.</param>
    /// <param name="firstKept">The first offset of the topic that is still needed.</param>
    /// <returns>How many bytes the record has.</returns>
    public static int WritePublication(
        ArrayBufferWriter<byte> output, uint mark, Publication publication, string epoch, long lastOffset, long firstKept)
    {
        var content = publication.Content;
        var record = Begin(output, SizeOf(publication, epoch));
        var body = record[RecordFormat.HeadBytes..];
        PutByte(ref body, (byte)RecordKind.Publication);
        PutShort(ref body, publication.Topic.Text);
        PutShort(ref body, epoch);
        PutLong(ref body, publication.Offset);
        PutLong(ref body, lastOffset);
        PutLong(ref body, firstKept);
        PutLong(ref body, publication.At);
        PutLong(ref body, (long)publication.Publisher.Client.Value);
        PutByte(ref body, (byte)content.Kind);
        PutText(ref body, publication.Publisher.User);
        PutText(ref body, content.Key);
        PutInt(ref body, content.Headers.Length);
        PutBytes(ref body, content.Headers.Span);
        PutBytes(ref body, content.Payload.Span);
        return End(output, mark, record);
    }

    private static int WriteNames(ArrayBufferWriter<byte> output, uint mark, RecordKind kind, string topic, string epoch)
    {
        var record = Begin(output, 1 + SizeOfShort(topic) + SizeOfShort(epoch));
        var body = record[RecordFormat.HeadBytes..];
        PutByte(ref body, (byte)kind);
        PutShort(ref body, topic);
        PutShort(ref body, epoch);
        return End(output, mark, record);
    }

    private static Span<byte> Begin(ArrayBufferWriter<byte> output, int bodyBytes)
    {
        var size = RecordFormat.HeadBytes + bodyBytes;
        return output.GetSpan(size)[..size];
    }

    private static int End(ArrayBufferWriter<byte> output, uint mark, Span<byte> record)
    {
        var body = record[RecordFormat.HeadBytes..];
        BinaryPrimitives.WriteUInt32LittleEndian(record, mark);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], RecordFormat.Checksum(mark, body));
        output.Advance(record.Length);
        return record.Length;
    }

    private static int SizeOf(Publication publication, string epoch) =>
        1 + SizeOfShort(publication.Topic.Text) + SizeOfShort(epoch) + (5 * sizeof(long)) + 1
        + SizeOf(publication.Publisher.User) + SizeOf(publication.Content.Key)
        + sizeof(int) + publication.Content.Headers.Length + publication.Content.Payload.Length;

    private static int SizeOfShort(string text) => 1 + Encoding.UTF8.GetByteCount(text);

    private static int SizeOf(string? text) => sizeof(int) + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static void PutByte(ref Span<byte> body, byte value)
    {
        body[0] = value;
        body = body[1..];
    }

    private static void PutInt(ref Span<byte> body, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(body, value);
        body = body[sizeof(int)..];
    }

    private static void PutLong(ref Span<byte> body, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(body, value);
        body = body[sizeof(long)..];
    }

    private static void PutBytes(ref Span<byte> body, ReadOnlySpan<byte> value)
    {
        value.CopyTo(body);
        body = body[value.Length..];
    }

    private static void PutShort(ref Span<byte> body, string value)
    {
        var length = Encoding.UTF8.GetBytes(value, body[1..]);
        body[0] = checked((byte)length);
        body = body[(1 + length)..];
    }

    private static void PutText(ref Span<byte> body, string? value)
    {
        if (value is null)
        {
            PutInt(ref body, Missing);
            return;
        }

        var length = Encoding.UTF8.GetBytes(value, body[sizeof(int)..]);
        PutInt(ref body, length);
        body = body[length..];
    }
}
