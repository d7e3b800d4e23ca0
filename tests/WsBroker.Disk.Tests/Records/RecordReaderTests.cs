using System.Buffers;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Disk.Records;

namespace WsBroker.Disk.Tests.Records;

public sealed class RecordReaderTests
{
    private const uint Mark = 0xA1B2C3D4;

    public static TheoryData<string?, string?, string, string, PayloadKind> Contents => new()
    {
        { null, null, "", "", PayloadKind.Binary },
        { "u42", "once", """{"a":"b"}""", "hello", PayloadKind.Text },
        { "", "", "", "{}", PayloadKind.Json },
        { "Zoë", "schlüssel", "", "\0\u0001", PayloadKind.Binary },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Gives_a_publication_back_as_it_was_written(string? user, string? key, string headers, string payload, PayloadKind kind)
    {
        var content = new Content(kind, Encoding.UTF8.GetBytes(payload)) { Headers = Encoding.UTF8.GetBytes(headers), Key = key };
        var written = new Publication(Sample.Topic("chat/Zürich"), Sample.Epoch, 17, 1_732_250_000_123, content, new Publisher(new ClientId(ulong.MaxValue), user));

        var bytes = Write(written);
        var status = RecordReader.TryRead(bytes, Mark, bytes.Length, out var size, out var record);
        var read = RecordReader.ReadPublication(record, written.Topic, "now", userBefore: null)!;

        Assert.Equal((OperationStatus.Done, bytes.Length), (status, size));
        Assert.Equal((17, 20, 3), (record.Offset, record.LastOffset, record.FirstKept));
        Assert.Equal((Sample.Epoch, "chat/Zürich"), (Encoding.UTF8.GetString(record.Epoch), Encoding.UTF8.GetString(record.Topic)));
        Assert.Equal(("now", written.Offset, written.At, written.Publisher, kind, key), (read.Epoch, read.Offset, read.At, read.Publisher, read.Content.Kind, read.Content.Key));
        Assert.Equal(payload, Sample.Text(read));
        Assert.Equal(headers, Encoding.UTF8.GetString(read.Content.Headers.Span));
    }

    [Fact]
    public void Finds_every_single_flipped_bit()
    {
        var bytes = Write(Sample.Publication(1));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Equal(OperationStatus.InvalidData, Read(bytes, bytes.Length));

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Asks_for_more_while_the_segment_has_more_and_takes_no_record_that_the_segment_ends_in()
    {
        var bytes = Write(Sample.Publication(1));
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            Assert.Equal(OperationStatus.NeedMoreData, Read(bytes.AsSpan(0, cut), bytes.Length));
            Assert.Equal(OperationStatus.InvalidData, Read(bytes.AsSpan(0, cut), cut));
        }
    }

    [Fact]
    public void Takes_no_record_of_another_segment()
    {
        var bytes = Write(Sample.Publication(1));

        Assert.Equal(OperationStatus.InvalidData, RecordReader.TryRead(bytes, Mark + 1, bytes.Length, out _, out _));
    }

    private static OperationStatus Read(ReadOnlySpan<byte> bytes, long left) => RecordReader.TryRead(bytes, Mark, left, out _, out _);

    private static byte[] Write(Publication publication)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordWriter.WritePublication(output, Mark, publication, Sample.Epoch, lastOffset: 20, firstKept: 3);
        return output.WrittenSpan.ToArray();
    }
}
