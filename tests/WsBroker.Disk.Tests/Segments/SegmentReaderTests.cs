using System.Buffers;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;
using WsBroker.Disk.Tests.Files;

namespace WsBroker.Disk.Tests.Segments;

public sealed class SegmentReaderTests
{
    private const uint Mark = 0x01020304;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    [Fact]
    public void Reads_records_larger_than_what_it_reads_ahead()
    {
        Write(Sample.Publication(1), Sample.Large(2, bytes: 3_000_000), Sample.Publication(3));

        Assert.Equal([1, 2, 3], Offsets(Reader(_bytes.WrittenSpan)));
    }

    [Fact]
    public void Finds_the_next_record_behind_a_damaged_one_wherever_the_damage_is()
    {
        var sizes = Write(Sample.Publication(1), Sample.Publication(2), Sample.Publication(3));
        for (var at = sizes[0]; at < sizes[0] + sizes[1]; at++)
        {
            var bytes = _bytes.WrittenSpan.ToArray();
            bytes[at] ^= 0xFF;
            var reader = Reader(bytes);

            Assert.Equal([1], Offsets(reader));
            Assert.Equal(sizes[0], reader.Position);
            Assert.True(reader.Skip(static _ => true));
            Assert.Equal([3], Offsets(reader));
        }
    }

    [Fact]
    public void Finds_a_record_far_behind_the_damage()
    {
        var sizes = Write(Sample.Large(1, bytes: 5_000_000), Sample.Publication(2));
        var bytes = _bytes.WrittenSpan.ToArray();
        bytes[sizes[0] / 2] ^= 1;
        var reader = Reader(bytes);

        Assert.True(reader.Skip(static _ => true));
        Assert.Equal([2], Offsets(reader));
    }

    [Fact]
    public void Takes_no_payload_for_a_record_though_it_looks_like_one_of_another_segment()
    {
        var forged = new ArrayBufferWriter<byte>();
        RecordWriter.WritePublication(forged, Mark + 1, Sample.Publication(666), Sample.Epoch, 666, 1);
        var carrier = Sample.Publication(1) with { Content = new(WsBroker.Broker.Publications.PayloadKind.Binary, forged.WrittenMemory) };
        Write(carrier, Sample.Publication(2));
        var bytes = _bytes.WrittenSpan.ToArray();
        bytes[5] ^= 1;
        var reader = Reader(bytes);

        Assert.True(reader.Skip(static _ => true));
        Assert.Equal([2], Offsets(reader));
    }

    [Fact]
    public void Goes_to_the_end_when_nothing_follows_that_is_sought()
    {
        Write(Sample.Publication(1), Sample.Publication(2));
        var reader = Reader(_bytes.WrittenSpan);

        Assert.False(reader.Skip(static kind => kind is RecordKind.Commit));
        Assert.Equal(_bytes.WrittenCount, reader.Position);
    }

    private static List<long> Offsets(SegmentReader reader)
    {
        var offsets = new List<long>();
        while (reader.TryRead(out var record, out _))
        {
            offsets.Add(record.Offset);
        }

        return offsets;
    }

    private static SegmentReader Reader(ReadOnlySpan<byte> bytes) =>
        new(new MemoryFile(new MemoryFolder(), bytes.ToArray()), Mark, 0, bytes.Length);

    private int[] Write(params Broker.Publications.Publication[] publications) =>
        [.. publications.Select(publication => RecordWriter.WritePublication(_bytes, Mark, publication, Sample.Epoch, publication.Offset, 0))];
}
