using WsBroker.Disk.Tests.Files;

namespace WsBroker.Disk.Tests.Writing;

/// <summary>How old files go, and what they leave behind.</summary>
public sealed class CleanerTests
{
    private static readonly DiskOptions _small = new("memory") { SegmentBytes = 8192, SpareSegments = 2, CarryBytes = 3000, ReserveBytes = 1500 };

    [Fact]
    public async Task Files_of_which_nothing_is_needed_are_removed()
    {
        using var rig = new StoreRig(options: _small);
        await FillAsync(rig, Sample.Topic(), 1, 200);

        Assert.InRange(rig.Folder.Files.Count, 1, 4);
        Assert.DoesNotContain(rig.Folder.Files.Keys, static name => name.StartsWith("00000001", StringComparison.Ordinal));
        using var again = rig.Reopen();
        Assert.Equal((long[])[198, 199, 200], await again.KeptAsync());
    }

    [Fact]
    public async Task A_topic_that_is_quiet_is_carried_forward_and_holds_no_old_file()
    {
        var quiet = Sample.Topic("quiet");
        using var rig = new StoreRig(options: _small);
        await rig.StoreAsync(1, 30, quiet);
        rig.Store.Trim(quiet, 28);
        await FillAsync(rig, Sample.Topic(), 1, 300);

        Assert.InRange(rig.Folder.Files.Count, 1, 8);
        Assert.Equal((long[])[28, 29, 30], await rig.KeptAsync(quiet));
        using var again = rig.Reopen();
        Assert.Equal((long[])[28, 29, 30], await again.KeptAsync(quiet));
        Assert.Equal(30, (await again.OpenAsync(quiet))!.Position.Offset);
        await again.StoreAsync(Sample.Publication(31, topic: quiet));
        await FillAsync(again, Sample.Topic(), 301, 600);
        using var third = again.Reopen();
        Assert.Equal((long[])[28, 29, 30, 31], await third.KeptAsync(quiet));
        Assert.Equal(Sample.Epoch, (await third.OpenAsync(quiet))!.Position.Epoch);
        Assert.Empty(third.Log.Warnings);
    }

    [Fact]
    public async Task The_position_of_a_topic_outlives_all_that_was_kept_of_it()
    {
        var empty = Sample.Topic("empty");
        using var rig = new StoreRig(options: _small);
        await rig.StoreAsync(1, 3, empty);
        rig.Store.Trim(empty, 4);
        await FillAsync(rig, Sample.Topic(), 1, 300);

        using var again = rig.Reopen();
        var stored = (await again.OpenAsync(empty))!;
        Assert.Equal((Sample.Epoch, 3, 0), (stored.Position.Epoch, stored.Position.Offset, stored.Publications.Count));
    }

    [Fact]
    public async Task What_was_forgotten_or_began_anew_stays_so_however_files_go()
    {
        var (forgotten, renewed) = (Sample.Topic("forgotten"), Sample.Topic("renewed"));
        using var rig = new StoreRig(options: _small);
        await rig.StoreAsync(1, 9, forgotten);
        await rig.StoreAsync(1, 9, renewed);
        await FillAsync(rig, Sample.Topic(), 1, 20);
        rig.Store.Forget(forgotten);
        await rig.StoreAsync(1, 2, renewed, "new");
        for (var from = 21; from < 300; from += 20)
        {
            await FillAsync(rig, Sample.Topic(), from, from + 19);
            using var crashed = new StoreRig(rig.Folder.Copy(), _small);
            Assert.Null(await crashed.OpenAsync(forgotten));
            Assert.Equal((long[])[1, 2], await crashed.KeptAsync(renewed));
            Assert.Equal("new", (await crashed.OpenAsync(renewed))!.Position.Epoch);
        }
    }

    [Fact]
    public async Task A_forget_that_could_not_be_stored_is_stored_with_the_next_commit()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        rig.Folder.Room = 0;
        rig.Store.Forget(Sample.Topic());
        Assert.Null(await rig.OpenAsync());
        await rig.RefuseAsync(Sample.Publication(1));
        rig.Folder.Room = long.MaxValue;
        await rig.StoreAsync(Sample.Publication(1, topic: Sample.Topic("other")));

        using var again = new StoreRig(rig.Folder.Copy());
        Assert.Null(await again.OpenAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_is_removed_later()
    {
        using var rig = new StoreRig(options: _small);
        rig.Folder.Fault = static act =>
        {
            if (act is DiskAct.Delete)
            {
                throw new IOException("Device or resource busy", 16);
            }
        };
        await FillAsync(rig, Sample.Topic(), 1, 200);
        Assert.True(rig.Folder.Files.Count > 10);
        Assert.InRange(rig.Folder.Syncs, 200, 220);
        Assert.Single(rig.Log.Warnings);
        rig.Folder.Fault = null;
        await FillAsync(rig, Sample.Topic(), 201, 203);
        await rig.KeptAsync();

        Assert.InRange(rig.Folder.Files.Count, 1, 4);
    }

    [Fact]
    public async Task What_cannot_be_read_when_it_is_to_be_carried_forward_is_told_and_the_topic_goes_on()
    {
        var quiet = Sample.Topic("quiet");
        using var rig = new StoreRig(options: _small with { ReserveBytes = 0 });
        await rig.StoreAsync(1, 9, quiet);
        var first = rig.Folder.Files.First().Value;
        first.Flip((int)first.Length - 5);
        await FillAsync(rig, Sample.Topic(), 1, 300);

        Assert.Contains(rig.Log.Warnings, static line => line.Contains("is damaged at position", StringComparison.Ordinal));
        var stored = (await rig.OpenAsync(quiet))!;
        Assert.Equal((Sample.Epoch, 9, 0), (stored.Position.Epoch, stored.Position.Offset, stored.Publications.Count));
        await rig.StoreAsync(Sample.Publication(10, topic: quiet));
        using var again = rig.Reopen();
        Assert.Equal((long[])[10], await again.KeptAsync(quiet));
        Assert.Equal(Sample.Epoch, (await again.OpenAsync(quiet))!.Position.Epoch);
    }

    [Fact]
    public async Task A_crash_amid_carrying_forward_what_has_a_new_epoch_costs_nothing_of_it()
    {
        var quiet = Sample.Topic("quiet");
        var patient = _small with { SpareSegments = 1000, ReserveBytes = 0 };
        using var rig = new StoreRig(options: patient);
        for (var offset = 1; offset <= 12; offset++)
        {
            await rig.StoreAsync(Sample.Large(offset, quiet));
        }

        await FillAsync(rig, Sample.Topic(), 1, 60);
        rig.Folder.Files.Values.ElementAt(3).Flip(500);
        var damaged = rig.Folder.Copy();
        var writes = 0;
        damaged.Fault = act =>
        {
            if (act is DiskAct.Write && ++writes > 1)
            {
                throw new IOException("Input/output error", 5);
            }
        };
        string epoch;
        using (var crashing = new StoreRig(damaged, patient with { SpareSegments = 1 }))
        {
            epoch = (await crashing.OpenAsync(quiet))!.Position.Epoch;
        }

        using var again = new StoreRig(damaged.Copy(), patient);
        Assert.Equal(Enumerable.Range(1, 12).Select(static offset => (long)offset), await again.KeptAsync(quiet));
        Assert.Equal(epoch, (await again.OpenAsync(quiet))!.Position.Epoch);
        Assert.NotEqual(Sample.Epoch, epoch, StringComparer.Ordinal);
    }

    /// <summary>Publishes a topic of which only the last two are kept.</summary>
    private static async Task FillAsync(StoreRig rig, Broker.Topics.TopicName topic, int from, int to)
    {
        for (var offset = from; offset <= to; offset++)
        {
            await rig.StoreAsync(Sample.Large(offset, topic));
            rig.Store.Trim(topic, offset - 1);
        }
    }
}
