using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Disk;

namespace WsBroker.Benchmarks.Disk;

/// <summary>What the start takes with a log of 1 GB: 1,000 topics with 3,500 publications of 200 bytes each, all needed.</summary>
public class OpenBenchmarks
{
    private const int Topics = 1000;
    private const int Each = 3500;

    private string _folder = "";

    [GlobalSetup]
    public void Fill()
    {
        _folder = Directory.CreateTempSubdirectory("wsbroker").FullName;
        using var store = DiskTopicStore.Open(new DiskOptions(_folder), NullLogger.Instance);
        for (var topic = 0; topic < Topics; topic++)
        {
            new WaitingPublisher(topic).Fill(store, Each);
        }
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>Opens the log, with its files in the system's cache, and closes it.</summary>
    [Benchmark]
    public void Open() => DiskTopicStore.Open(new DiskOptions(_folder), NullLogger.Instance).Dispose();
}
