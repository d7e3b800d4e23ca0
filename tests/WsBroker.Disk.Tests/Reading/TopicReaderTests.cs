using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Tests.Files;

namespace WsBroker.Disk.Tests.Reading;

public sealed class TopicReaderTests
{
    [Fact]
    public async Task A_record_damaged_since_the_start_is_told_and_not_served_nor_what_came_before_it()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var file = rig.Folder.Files.Values.Single();
        var position = (int)file.Length;
        await rig.StoreAsync(4, 5);
        file.Flip(position + 60);

        Assert.Equal((long[])[5], await rig.KeptAsync());
        Assert.Contains("chat/lobby", Assert.Single(rig.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_read_is_told_and_asked_again_the_next_time()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        rig.Folder.Fault = static act =>
        {
            if (act is DiskAct.Read)
            {
                throw new IOException("Input/output error", 5);
            }
        };
        rig.Store.Open(Sample.Topic(), rig.Probe);
        Assert.Equal(ErrorCode.StorageFailed, (await rig.Probe.NextAsync<TopicMessage.NotOpened>()).Code);
        rig.Folder.Fault = null;

        Assert.Equal((long[])[1, 2, 3], await rig.KeptAsync());
    }

    [Fact]
    public async Task No_commit_waits_for_what_is_read()
    {
        using var rig = new StoreRig();
        await rig.StoreAsync(1, 3);
        var held = new ManualResetEventSlim();
        rig.Folder.Fault = act =>
        {
            if (act is DiskAct.Read)
            {
                held.Wait(TimeSpan.FromSeconds(20));
            }
        };
        var reader = new TopicProbe();
        rig.Store.Open(Sample.Topic(), reader);
        await rig.StoreAsync(4, 9);
        held.Set();

        Assert.Equal(3, (await reader.NextAsync<TopicMessage.Opened>()).Found!.Position.Offset);
    }
}
