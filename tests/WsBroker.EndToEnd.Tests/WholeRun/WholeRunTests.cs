using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.WholeRun;

/// <summary>Many publishers, and subscribers that break off and recover, all at once, on the real process.</summary>
public sealed class WholeRunTests
{
    private const int PublishersOfAKind = 10;
    private const int Each = 150;
    private const int Subscribers = 20;
    private const string Topic = "run";

    // Everything is kept, and may be asked for at once, so that all recoveries succeed
    private static readonly string[] _settings =
    [
        "--set", "topics:0:match=#", "--set", "topics:0:history:count=100000", "--set", "topics:0:history:bytes=100000000",
        "--set", "limits:queuedBytes=16777216",
    ];

    [Fact]
    public Task DR_01_DR_02_DR_03_DR_04_DR_21_In_memory_nothing_is_lost_nor_unexpected_nor_twice_nor_in_another_order() => RunAsync("memory");

    [Fact]
    public async Task DR_01_DR_02_DR_03_DR_04_DR_21_On_disk_nothing_is_lost_nor_unexpected_nor_twice_nor_in_another_order()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker");
        await RunAsync($"disk:{folder.FullName}/log");
        folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string engine)
    {
        await using var server = await ServerProcess.StartAsync([.. _settings, "--engine", engine]);
        var ledger = new Ledger(PublishersOfAKind * Each * 2);
        var publishers = new Publishers(server, Topic, ledger);
        var subscribers = Enumerable.Range(0, Subscribers).Select(number => new RecoveringSubscriber(server, Topic, ledger, (ulong)number)).ToList();

        var hearing = Task.WhenAll(subscribers.Select(static subscriber => subscriber.RunAsync()));
        var publishing = Task.WhenAll(Enumerable.Range(0, PublishersOfAKind).SelectMany<int, Task>(name =>
            [publishers.OverWebSocketAsync(name, Each), publishers.OverHttpAsync(PublishersOfAKind + name, Each)]));
        await await Task.WhenAny(hearing, publishing);
        await publishing;
        await hearing;

        ledger.CheckPublishers();
        subscribers.ForEach(static subscriber => subscriber.Check());
        Assert.All(subscribers, static subscriber => Assert.NotEqual(0, subscriber.Recoveries));
    }
}
