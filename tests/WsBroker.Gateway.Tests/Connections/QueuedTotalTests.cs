using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class QueuedTotalTests
{
    private readonly QueuedTotal _total = new(1000);
    private readonly List<ActorProbe<SessionMessage>> _owners = [];

    [Fact]
    public void Counts_what_each_has_waiting_now()
    {
        var (one, other) = (Enter(), Enter());

        one.Report(500);
        other.Report(300);
        one.Report(200);

        Assert.Equal(500, _total.Bytes);
        other.End();
        Assert.Equal(200, _total.Bytes);
        Assert.All(_owners, static owner => Assert.Empty(owner.Told));
    }

    [Fact]
    public void Those_with_the_most_go_until_an_eighth_is_free()
    {
        QueuedShare[] shares = [Enter(), Enter(), Enter(), Enter()];

        shares[0].Report(100);
        shares[1].Report(400);
        shares[2].Report(110);
        shares[3].Report(391);

        Assert.Equal(601, _total.Bytes);
        Assert.Equal([0, 1, 0, 0], _owners.Select(static owner => owner.Told.Count));
        Assert.Equal(new ConnectionMessage.Disconnect(EndReason.Shed), _owners[1].Told[0]);
    }

    [Fact]
    public void Who_goes_is_told_once_and_counts_no_more()
    {
        var (one, other) = (Enter(), Enter());
        one.Report(1001);

        one.Report(2000);
        other.Report(900);
        one.End();

        Assert.Equal(900, _total.Bytes);
        Assert.Single(_owners[0].Told);
        Assert.Empty(_owners[1].Told);
    }

    [Fact]
    public async Task The_sum_is_right_whoever_reports_at_the_same_time()
    {
        var total = new QueuedTotal(100_000);
        var tasks = Enumerable.Range(1, 8).Select(number => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 2000; round++)
                {
                    var share = new QueuedShare(total, new ActorProbe<SessionMessage>());
                    share.Report(round * number);
                    share.Report(number);
                    share.End();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        await Task.WhenAll(tasks);

        Assert.Equal(0, total.Bytes);
    }

    private QueuedShare Enter()
    {
        _owners.Add(new ActorProbe<SessionMessage>());
        return new QueuedShare(_total, _owners[^1]);
    }
}
