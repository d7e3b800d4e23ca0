using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Tests;

/// <summary>The contract of a store of topics, on a disk that works.</summary>
public sealed class DiskTopicStoreTests
{
    [Fact]
    public async Task A_topic_that_nobody_stored_is_not_there()
    {
        using var rig = new StoreRig();

        Assert.Null(await rig.OpenAsync());
        Assert.Empty(rig.Store.Topics);
    }

    [Fact]
    public async Task What_is_stored_is_there_again_after_a_restart()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 5);

        using var again = rig.Reopen();
        var stored = (await again.OpenAsync())!;

        Assert.Equal(new TopicPosition(Sample.Epoch, 5), stored.Position);
        Assert.Equal((string[])["no. 1", "no. 2", "no. 3", "no. 4", "no. 5"], stored.Publications.Select(Sample.Text), StringComparer.Ordinal);
        Assert.Equal([1001, 1002, 1003, 1004, 1005], stored.Publications.Select(publication => publication.At));
        Assert.Equal([Sample.Topic()], again.Store.Topics);
        Assert.Empty(again.Log.Warnings);
    }

    [Fact]
    public async Task An_open_finds_all_that_was_appended_before_it()
    {
        using var rig = new StoreRig();
        for (var offset = 1; offset <= 100; offset++)
        {
            rig.Store.Append(Sample.Epoch, Sample.Publication(offset), new TopicProbe());
        }

        Assert.Equal(100, (await rig.KeptAsync()).Length);
    }

    [Fact]
    public async Task Topics_do_not_mix()
    {
        var topics = Enumerable.Range(0, 20).Select(number => Sample.Topic($"t/{number}")).ToList();
        using var rig = new StoreRig();
        foreach (var topic in topics)
        {
            await rig.StoreAsync(1, 3, topic, $"epoch-of-{topic}");
        }

        using var again = rig.Reopen();
        foreach (var topic in topics)
        {
            var stored = (await again.OpenAsync(topic))!;
            Assert.Equal($"epoch-of-{topic}", stored.Position.Epoch);
            Assert.All(stored.Publications, publication => Assert.Equal(topic, publication.Topic));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    [InlineData(1)]
    public async Task An_offset_that_does_not_follow_is_refused_and_changes_nothing(long offset)
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 5);

        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(offset)));
        await rig.StoreAsync(Sample.Publication(6));
        Assert.Equal((long[])[1, 2, 3, 4, 5, 6], await rig.KeptAsync());
    }

    [Fact]
    public async Task A_new_topic_or_epoch_begins_with_1_and_nothing_else()
    {
        using var rig = new StoreRig();
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(2)));
        await rig.StoreAsync(1, 5);
        Assert.Equal(ErrorCode.StorageFailed, await rig.RefuseAsync(Sample.Publication(6), epoch: "new"));
        await rig.StoreAsync(Sample.Publication(1), epoch: "new");

        Assert.Equal((long[])[1], await rig.KeptAsync());
        using var again = rig.Reopen();
        Assert.Equal(new TopicPosition("new", 1), (await again.OpenAsync())!.Position);
        Assert.Equal((long[])[1], await again.KeptAsync());
    }

    [Fact]
    public async Task What_is_trimmed_is_gone_and_the_position_stays()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 5);

        rig.Store.Trim(Sample.Topic(), 4);
        Assert.Equal((long[])[4, 5], await rig.KeptAsync());
        rig.Store.Trim(Sample.Topic(), 3);
        Assert.Equal((long[])[4, 5], await rig.KeptAsync());
        rig.Store.Trim(Sample.Topic(), 6);
        var stored = (await rig.OpenAsync())!;
        Assert.Equal((5, 0), (stored.Position.Offset, stored.Publications.Count));
        await rig.StoreAsync(Sample.Publication(6));
        Assert.Equal((long[])[6], await rig.KeptAsync());
    }

    [Fact]
    public async Task A_trim_reaches_the_disk_with_the_next_publication_of_the_topic()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 5);
        rig.Store.Trim(Sample.Topic(), 4);
        await rig.StoreAsync(Sample.Publication(6));

        using var again = rig.Reopen();
        Assert.Equal((long[])[4, 5, 6], await again.KeptAsync());
    }

    [Fact]
    public async Task A_trim_of_what_is_not_there_yet_does_no_harm()
    {
        using var rig = new StoreRig();
        rig.Store.Trim(Sample.Topic(), 9);
        rig.Store.Append(Sample.Epoch, Sample.Publication(1), rig.Probe);
        rig.Store.Trim(Sample.Topic(), 90);
        await rig.Probe.NextAsync<TopicMessage.Stored>();
        await rig.StoreAsync(Sample.Publication(2));

        Assert.Equal((long[])[2], await rig.KeptAsync());
    }

    [Fact]
    public async Task A_topic_that_is_forgotten_is_gone_for_good_and_may_begin_anew()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 5);
        rig.Store.Forget(Sample.Topic());
        Assert.Null(await rig.OpenAsync());

        using var again = rig.Reopen();
        Assert.Null(await again.OpenAsync());
        await again.StoreAsync(1, 2, epoch: "new");
        again.Store.Forget(Sample.Topic("never/there"));

        using var third = again.Reopen();
        Assert.Equal((long[])[1, 2], await third.KeptAsync());
    }

    [Fact]
    public async Task One_answer_may_stand_for_many_but_comes_last()
    {
        using var rig = new StoreRig();
        for (var offset = 1; offset <= 1000; offset++)
        {
            rig.Store.Append(Sample.Epoch, Sample.Publication(offset), rig.Probe);
        }

        var offsets = new List<long>();
        while (offsets is not [.., 1000])
        {
            offsets.Add((await rig.Probe.NextAsync<TopicMessage.Stored>()).Publication.Offset);
        }

        Assert.Equal(offsets.Order(), offsets);
        Assert.True(rig.Folder.Syncs < 1000, $"{rig.Folder.Syncs} syncs");
    }

    [Fact]
    public async Task Whoever_appended_is_told_though_another_appends_to_the_same_topic_meanwhile()
    {
        using var rig = new StoreRig();
        var other = new TopicProbe();
        rig.Store.Append(Sample.Epoch, Sample.Publication(1), rig.Probe);
        rig.Store.Append("new", Sample.Publication(1), other);

        await rig.Probe.NextAsync<TopicMessage.Stored>();
        await other.NextAsync<TopicMessage.Stored>();
        Assert.Equal("new", (await rig.OpenAsync())!.Position.Epoch);
    }

    [Fact]
    public async Task A_stop_stores_what_was_told_before_it()
    {
        using var rig = new StoreRig();
        for (var offset = 1; offset <= 1000; offset++)
        {
            rig.Store.Append(Sample.Epoch, Sample.Publication(offset), rig.Probe);
        }

        using var again = rig.Reopen();
        Assert.Equal(1000, (await again.KeptAsync()).Length);
    }
}
