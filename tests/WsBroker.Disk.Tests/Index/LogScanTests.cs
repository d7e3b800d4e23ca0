using System.Buffers.Binary;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Records;
using WsBroker.Disk.Tests.Files;
using WsBroker.TestKit;

namespace WsBroker.Disk.Tests.Index;

/// <summary>What a store makes of a log that a crash has torn, or that is not as it was written.</summary>
public sealed class LogScanTests
{
    private const int RecordsBefore = 4;

    // The record that begins a commit
    private const int BeginningBytes = 13;

    [Fact]
    public async Task A_last_record_torn_at_any_byte_is_cut_off_and_told()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, RecordsBefore);
        var (name, file) = Assert.Single(rig.Folder.Files);
        var before = file.Content.Length;
        await rig.StoreAsync(Sample.Publication(RecordsBefore + 1));
        var whole = file.Content;
        for (var length = before + 1; length < whole.Length; length++)
        {
            var folder = Folder(name, whole[..length]);
            using var torn = new StoreRig(folder);

            Assert.Equal((long[])[1, 2, 3, 4], await torn.KeptAsync());
            Assert.Equal(Sample.Epoch, (await torn.OpenAsync())!.Position.Epoch);
            await torn.StoreAsync(Sample.Publication(RecordsBefore + 1, "again"));
            using var again = torn.Reopen();
            Assert.Equal((long[])[1, 2, 3, 4, 5], await again.KeptAsync());
            Assert.Empty(again.Log.Warnings);
            AssertTold(torn.Log, name, TornRecord(before, length), whole.AsSpan(..length));
        }
    }

    [Fact]
    public async Task A_record_torn_at_any_byte_amid_room_for_more_is_cut_off_and_zeros_alone_are_no_torn_end()
    {
        using var rig = new StoreRig(options: new DiskOptions("memory") { ReserveBytes = 500 });
        await rig.StoreAsync(1, RecordsBefore);
        var (name, file) = Assert.Single(rig.Folder.Files);
        var before = file.Content;
        await rig.StoreAsync(Sample.Publication(RecordsBefore + 1));
        var whole = file.Content;
        var begin = BeginOfRecord(whole, before.AsSpan().CommonPrefixLength(whole));
        var end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        Assert.Equal(before.Length, whole.Length);
        for (var cut = begin; cut < end; cut++)
        {
            using var torn = new StoreRig(Folder(name, [.. whole[..cut], .. before[cut..]]), rig.Options);

            Assert.Equal((long[])[1, 2, 3, 4], await torn.KeptAsync());
            AssertTold(torn.Log, name, TornRecord(begin, cut), whole.AsSpan(..cut));
            await torn.StoreAsync(Sample.Publication(RecordsBefore + 1, "again"));
            using var again = torn.Reopen();
            Assert.Equal((long[])[1, 2, 3, 4, 5], await again.KeptAsync());
            Assert.Empty(again.Log.Warnings);
        }
    }

    [Fact]
    public async Task What_a_torn_commit_has_behind_the_tear_never_comes_back()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, RecordsBefore);
        var (name, file) = Assert.Single(rig.Folder.Files);
        var disk = new SyncGate(rig.Folder);
        rig.Store.Append(Sample.Epoch, Sample.Publication(1, topic: Sample.Topic("other")), new TopicProbe());
        await disk.ReachedAsync();
        var before = file.Content.Length;
        for (var offset = 5; offset <= 7; offset++)
        {
            rig.Store.Append(Sample.Epoch, Sample.Large(offset), rig.Probe);
        }

        disk.Open();
        await rig.Probe.NextAsync<TopicMessage.Stored>();
        var bytes = file.Content;
        bytes[before + 100] ^= 1;
        using var torn = new StoreRig(Folder(name, bytes));
        Assert.Equal((long[])[1, 2, 3, 4], await torn.KeptAsync());
        await torn.StoreAsync(Sample.Large(5));

        using var again = torn.Reopen();
        Assert.Equal((long[])[1, 2, 3, 4, 5], await again.KeptAsync());
        Assert.Equal(Sample.Epoch, (await again.OpenAsync())!.Position.Epoch);
        Assert.Empty(again.Log.Warnings);
    }

    [Fact]
    public async Task Garbage_behind_the_last_record_is_cut_off()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, RecordsBefore);
        var (name, file) = Assert.Single(rig.Folder.Files);
        using var torn = new StoreRig(Folder(name, [.. file.Content, .. Enumerable.Repeat((byte)0x55, 10_000)]));

        Assert.Equal((long[])[1, 2, 3, 4], await torn.KeptAsync());
        Assert.Contains(torn.Log.Warnings, static line => line.Contains("10000 bytes are cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_byte_flipped_anywhere_in_what_was_stored_is_told_and_nothing_damaged_is_served()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 2);
        await rig.StoreAsync(Sample.Publication(1, "other", Sample.Topic("other")));
        var (name, file) = Assert.Single(rig.Folder.Files);
        var from = file.Content.Length;
        await rig.StoreAsync(Sample.Publication(3));
        var until = file.Content.Length;
        await rig.StoreAsync(4, 6);
        for (var at = from; at < until; at++)
        {
            var bytes = file.Content;
            bytes[at] ^= 0x10;
            using var damaged = new StoreRig(Folder(name, bytes));

            var stored = (await damaged.OpenAsync())!;
            Assert.Equal(new TopicPosition(Sample.Epoch, 6), stored.Position);
            Assert.Equal(at < from + BeginningBytes ? [1, 2, 3, 4, 5, 6] : [4, 5, 6], stored.Publications.Select(one => one.Offset));
            Assert.All(stored.Publications, one => Assert.Equal($"no. {one.Offset}", Sample.Text(one)));
            Assert.Contains(damaged.Log.Warnings, line => line.Contains(name, StringComparison.Ordinal) && line.Contains("is damaged at position", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_topic_that_may_have_lost_its_last_publications_keeps_the_others_under_a_new_epoch()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var (name, file) = Assert.Single(rig.Folder.Files);
        var position = file.Content.Length;
        await rig.StoreAsync(Sample.Publication(4));
        await rig.StoreAsync(Sample.Publication(1, "later", Sample.Topic("other")));
        var bytes = file.Content;
        bytes[position + 40] ^= 1;

        using var damaged = new StoreRig(Folder(name, bytes));
        var stored = (await damaged.OpenAsync())!;
        Assert.NotEqual(Sample.Epoch, stored.Position.Epoch, StringComparer.Ordinal);
        Assert.Equal([1, 2, 3], stored.Publications.Select(one => one.Offset));
        Assert.Equal(Sample.Epoch, (await damaged.OpenAsync(Sample.Topic("other")))!.Position.Epoch);
        await damaged.StoreAsync(Sample.Publication(4, "new"), stored.Position.Epoch);

        using var again = damaged.Reopen();
        Assert.Equal(new TopicPosition(stored.Position.Epoch, 4), (await again.OpenAsync())!.Position);
        Assert.Equal((long[])[1, 2, 3, 4], await again.KeptAsync());
    }

    [Fact]
    public async Task Damage_to_the_last_commit_of_a_store_that_was_stopped_is_no_torn_end()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var (name, file) = Assert.Single(rig.Folder.Files);
        var last = file.Content.Length - 1;
        rig.Dispose();
        var bytes = file.Content;
        bytes[last] ^= 1;

        using var damaged = new StoreRig(Folder(name, bytes));
        Assert.Equal((long[])[1, 2], await damaged.KeptAsync());
        Assert.NotEqual(Sample.Epoch, (await damaged.OpenAsync())!.Position.Epoch, StringComparer.Ordinal);
        Assert.Contains(damaged.Log.Warnings, static line => line.Contains("is damaged at position", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_synced_may_be_lost_and_nothing_that_was_acknowledged_is()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var disk = new SyncGate(rig.Folder);
        rig.Store.Append(Sample.Epoch, Sample.Publication(4), rig.Probe);
        await disk.ReachedAsync();
        for (var unsynced = 0; unsynced < 200; unsynced += 7)
        {
            using var after = new StoreRig(rig.Folder.Copy((_, file) => file.AfterPowerLoss(unsynced)));
            Assert.Equal((long[])[1, 2, 3], (await after.KeptAsync()).Take(3));
            Assert.Equal(Sample.Epoch, (await after.OpenAsync())!.Position.Epoch);
        }

        disk.Open();
        await rig.Probe.NextAsync<TopicMessage.Stored>();
    }

    [Fact]
    public async Task A_file_that_is_missing_in_between_is_told()
    {
        using var rig = new StoreRig(options: new DiskOptions("memory") { SegmentBytes = 4096 });
        for (var offset = 1; offset <= 15; offset++)
        {
            await rig.StoreAsync(Sample.Large(offset));
        }

        var names = rig.Folder.Files.Keys.ToList();
        Assert.True(names.Count >= 3);
        using var damaged = new StoreRig(rig.Folder.Copy((name, file) => string.Equals(name, names[1], StringComparison.Ordinal) ? null : file.Content), rig.Options);

        Assert.Contains(damaged.Log.Warnings, static line => line.Contains("number 2", StringComparison.Ordinal));
        var kept = await damaged.KeptAsync();
        Assert.Equal(15, kept[^1]);
        Assert.Equal(Enumerable.Range((int)kept[0], kept.Length).Select(offset => (long)offset), kept);
    }

    [Fact]
    public void A_file_of_another_version_is_refused()
    {
        var folder = Folder("00000001-00000001.v2.log", []);

        var refused = Assert.Throws<DiskStoreException>(() => new StoreRig(folder));
        Assert.Contains("00000001-00000001.v2.log", refused.Message, StringComparison.Ordinal);
    }

    private static MemoryFolder Folder(string name, byte[] content)
    {
        var folder = new MemoryFolder();
        folder.Put(name, content);
        return folder;
    }

    // A beginning, and the publication behind it
    private static int TornRecord(int begin, int cut) => cut < begin + BeginningBytes ? begin : begin + BeginningBytes;

    // The mark comes first, and is random: it may begin with zeros; the length is next
    private static int BeginOfRecord(ReadOnlySpan<byte> content, int firstWritten)
    {
        while (BinaryPrimitives.ReadInt32LittleEndian(content[(firstWritten + sizeof(uint))..]) != BeginningBytes - RecordFormat.HeadBytes)
        {
            firstWritten--;
        }

        return firstWritten;
    }

    // Zeros alone are no torn end, nor can they be told from room for more
    private static void AssertTold(RecordingLogger log, string name, int position, ReadOnlySpan<byte> content)
    {
        if (content[position..].ContainsAnyExcept((byte)0))
        {
            var line = Assert.Single(log.Warnings);
            Assert.Contains(FormattableString.Invariant($"the end of {name} was torn at position {position}"), line, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(log.Warnings);
        }
    }
}
