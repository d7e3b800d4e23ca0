using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Tests.Files;

namespace WsBroker.Disk.Tests.Writing;

/// <summary>What a store does on a disk that is full or fails.</summary>
public sealed class LogHeadTests
{
    [Fact]
    public async Task A_full_disk_refuses_whatever_part_of_a_commit_it_takes_and_what_was_stored_is_read_on()
    {
        for (var room = 0; room < 120; room += 3)
        {
            using var rig = new StoreRig();
            await rig.StoreAsync(1, 3);
            rig.Folder.Room = room;

            Assert.Equal(ErrorCode.StorageFull, await rig.RefuseAsync(Sample.Large(4)));
            Assert.Equal((long[])[1, 2, 3], await rig.KeptAsync());
            Assert.Equal(ErrorCode.StorageFull, await rig.RefuseAsync(Sample.Large(5)));
            rig.Folder.Room = long.MaxValue;
            await rig.StoreAsync(Sample.Publication(4));

            using var again = rig.Reopen();
            Assert.Equal((long[])[1, 2, 3, 4], await again.KeptAsync());
            Assert.Empty(again.Log.Warnings);
        }
    }

    [Fact]
    public async Task A_full_disk_makes_one_line_in_the_log_and_one_when_it_is_over()
    {
        using var rig = new StoreRig();
        rig.Folder.Room = 0;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await rig.RefuseAsync(Sample.Publication(1));
        }

        Assert.Single(rig.Log.Warnings);
    }

    [Fact]
    public async Task What_follows_a_refused_publication_is_refused_too_until_it_is_stored()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var disk = new SyncGate(rig.Folder);
        rig.Store.Append(Sample.Epoch, Sample.Publication(1), new TopicProbe());
        rig.Store.Append("other", Sample.Publication(1, topic: Sample.Topic("other")), new TopicProbe());
        await disk.ReachedAsync();
        rig.Folder.Room = 50;
        foreach (var offset in (long[])[4, 5, 6])
        {
            rig.Store.Append(Sample.Epoch, Sample.Publication(offset), rig.Probe);
        }

        disk.Open();
        foreach (var offset in (long[])[4, 5, 6])
        {
            Assert.Equal(offset, (await rig.Probe.NextAsync<TopicMessage.NotStored>()).Publication.Offset);
        }

        rig.Folder.Room = long.MaxValue;
        Assert.Equal(ErrorCode.StorageFull, await rig.RefuseAsync(Sample.Publication(7)));
        await rig.StoreAsync(4, 5);
        Assert.Equal((long[])[1, 2, 3, 4, 5], await rig.KeptAsync());
    }

    [Fact]
    public async Task A_write_that_fails_for_another_reason_is_tried_again_with_the_next_commit()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        FailAt(rig.Folder, DiskAct.Write);
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(4)));
        rig.Folder.Fault = null;
        await rig.StoreAsync(Sample.Publication(4));

        Assert.Equal((long[])[1, 2, 3, 4], await rig.KeptAsync());
    }

    [Fact]
    public async Task After_a_failed_sync_nothing_is_stored_until_the_log_is_opened_anew()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        FailAt(rig.Folder, DiskAct.Sync);
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(4)));
        rig.Folder.Fault = null;
        var syncs = rig.Folder.Syncs;
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(4)));
        Assert.Equal((long[])[1, 2, 3], await rig.KeptAsync());
        Assert.Equal(syncs, rig.Folder.Syncs);

        using var again = rig.Reopen();
        Assert.Equal((long[])[1, 2, 3], await again.KeptAsync());
        await again.StoreAsync(Sample.Publication(4));
    }

    [Fact]
    public async Task A_partial_record_that_cannot_be_cut_off_ends_the_storing_too()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        FailAt(rig.Folder, DiskAct.Truncate);
        rig.Folder.Room = 50;
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(4)));
        rig.Folder.Room = long.MaxValue;
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(4)));

        rig.Folder.Fault = null;
        using var again = rig.Reopen();
        Assert.Equal((long[])[1, 2, 3], await again.KeptAsync());
    }

    [Fact]
    public async Task A_new_file_that_cannot_be_made_is_tried_again_while_the_old_one_goes_on()
    {
        using var rig = new StoreRig(options: new DiskOptions("memory") { SegmentBytes = 4096 });
        FailAt(rig.Folder, DiskAct.Create);
        for (var offset = 1; offset <= 10; offset++)
        {
            await rig.StoreAsync(Sample.Large(offset));
        }

        Assert.Single(rig.Folder.Files);
        rig.Folder.Fault = null;
        await rig.StoreAsync(Sample.Large(11));
        Assert.Equal(2, rig.Folder.Files.Count);
    }

    [Fact]
    public async Task Sixty_four_publishers_store_more_than_twenty_times_as_much_as_one_when_only_syncs_take_time()
    {
        var one = await RateAsync(1);
        var many = await RateAsync(64);

        Assert.True(many >= 20 * one, $"{many} publications a sync, against {one}");
    }

    /// <summary>Publications a sync, with publishers that each wait for one to be stored before the next.</summary>
    private static async Task<double> RateAsync(int publishers)
    {
        const int each = 200;
        using var rig = new StoreRig();
        var began = rig.Folder.Syncs;
        var all = Enumerable.Range(0, publishers).Select(number => new WaitingPublisher(rig.Store, Sample.Topic($"t/{number}"), each)).ToList();
        all.ForEach(static publisher => publisher.Begin());
        await Task.WhenAll(all.Select(static publisher => publisher.Done));
        return (double)publishers * each / (rig.Folder.Syncs - began);
    }

    private static void FailAt(MemoryFolder folder, DiskAct failing) =>
        folder.Fault = act =>
        {
            if (act == failing)
            {
                throw new IOException("Input/output error", 5);
            }
        };
}
