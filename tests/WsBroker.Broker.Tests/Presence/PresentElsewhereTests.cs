using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;

namespace WsBroker.Broker.Tests.Presence;

public sealed class PresentElsewhereTests
{
    private static readonly PresentClient _there = new(new NodeId(2), Sample.Client);
    private static readonly PresentClient _elsewhere = new(new NodeId(3), Sample.Client);

    private readonly PresentElsewhere _present = new(Sample.Topic("t"));

    [Fact]
    public void Who_comes_and_goes_is_told_once_however_often_it_is_said()
    {
        Assert.Equal([new PresenceNews.Joined(Sample.Topic("t"), Sample.Client)], _present.Take(Joined(_there)));
        Assert.Empty(_present.Take(Joined(_there)));
        Assert.Equal([new PresenceNews.Left(Sample.Topic("t"), Sample.Client)], _present.Take(Left(_there)));
        Assert.Empty(_present.Take(Left(_there)));
    }

    [Fact]
    public void A_client_that_is_there_under_another_node_already_has_not_gone_when_the_old_one_says_so()
    {
        _present.Take(Joined(_there));

        Assert.Empty(_present.Take(Joined(_elsewhere)));
        Assert.Empty(_present.Take(Left(_there)));
        Assert.Equal(1, _present.Count);
    }

    [Fact]
    public void Of_a_list_only_the_difference_is_told()
    {
        _present.Take(Joined(_there));

        Assert.Empty(_present.Take([_elsewhere]));
        Assert.Equal([new PresenceNews.Left(Sample.Topic("t"), Sample.Client)], _present.Take([]));
    }

    private static SharedPresenceNews.Changed Joined(PresentClient client) => new(Sample.Topic("t"), 1, [client], []);

    private static SharedPresenceNews.Changed Left(PresentClient client) => new(Sample.Topic("t"), 2, [], [client]);
}
