using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Disk;

namespace WsBroker.Benchmarks.Disk;

/// <summary>Publications that are waited for until they are on disk: how much many publishers gain by sharing syncs.</summary>
/// <remarks>In the folder for temporary files, which has to be on the disk that is meant (<c>TMPDIR</c>).</remarks>
public class CommitBenchmarks
{
    private const int Publications = 1280;

    private string _folder = "";
    private DiskTopicStore? _store;
    private WaitingPublisher[] _publishers = [];

    [Params(1, 64)]
    public int Publishers { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("wsbroker").FullName;
        _store = DiskTopicStore.Open(new DiskOptions(_folder), NullLogger.Instance);
        _publishers = [.. Enumerable.Range(0, Publishers).Select(static number => new WaitingPublisher(number))];
    }

    [GlobalCleanup]
    public void Close()
    {
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Each publisher waits for one publication to be stored before the next.</summary>
    [Benchmark(OperationsPerInvoke = Publications)]
    public void PublishAndWait()
    {
        using var round = new CountdownEvent(Publishers);
        foreach (var publisher in _publishers)
        {
            publisher.Begin(_store!, Publications / Publishers, round);
        }

        round.Wait();
    }
}
