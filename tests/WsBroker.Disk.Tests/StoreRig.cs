using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Tests.Files;
using WsBroker.TestKit;

namespace WsBroker.Disk.Tests;

/// <summary>A store on a disk in memory, and a topic's actor that talks to it.</summary>
internal sealed class StoreRig : IDisposable
{
    private bool _isDisposed;

    public StoreRig(MemoryFolder? folder = null, DiskOptions? options = null)
    {
        Folder = folder ?? new MemoryFolder();
        Options = options ?? new DiskOptions("memory") { ReserveBytes = 0 };
        Log = new RecordingLogger();
        Store = DiskTopicStore.Open(Folder, Options, Log);
    }

    public MemoryFolder Folder { get; }

    public DiskOptions Options { get; }

    public RecordingLogger Log { get; }

    public DiskTopicStore Store { get; }

    public TopicProbe Probe { get; } = new();

    public async Task<Publication> StoreAsync(Publication publication, string epoch = Sample.Epoch)
    {
        Store.Append(epoch, publication, Probe);
        return (await Probe.NextAsync<TopicMessage.Stored>()).Publication;
    }

    public async Task StoreAsync(long from, long to, TopicName? topic = null, string epoch = Sample.Epoch)
    {
        for (var offset = from; offset <= to; offset++)
        {
            Store.Append(epoch, Sample.Publication(offset, topic: topic), Probe);
        }

        while ((await Probe.NextAsync<TopicMessage.Stored>()).Publication.Offset < to)
        {
        }
    }

    public async Task<ErrorCode> RefuseAsync(Publication publication, string epoch = Sample.Epoch)
    {
        Store.Append(epoch, publication, Probe);
        var refused = await Probe.NextAsync<TopicMessage.NotStored>();
        Assert.Same(publication, refused.Publication);
        return refused.Code;
    }

    public async Task<StoredTopic?> OpenAsync(TopicName? topic = null)
    {
        Store.Open(topic ?? Sample.Topic(), Probe);
        return (await Probe.NextAsync<TopicMessage.Opened>()).Found;
    }

    /// <summary>The offsets that are kept of a topic.</summary>
    public async Task<long[]> KeptAsync(TopicName? topic = null) =>
        [.. (await OpenAsync(topic))!.Publications.Select(static publication => publication.Offset)];

    /// <summary>Stops, and starts another on what lies on the disk.</summary>
    public StoreRig Reopen()
    {
        Dispose();
        return new StoreRig(Folder.Copy(), Options);
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Store.Dispose();
        }
    }
}
