using WsBroker.Broker.Sessions;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Nodes of which some do not come to Redis, which is all that they could be parted by.</summary>
public sealed class PartedNodes
{
    private const string Topic = "orders/7";

    [Fact]
    public async Task ND_04_Two_of_three_that_are_cut_off_refuse_while_the_third_goes_on_and_all_come_to_one_order()
    {
        await using var server = await RedisServer.StartAsync();
        await using var way = new FaultProxy(server.Port);
        var options = Sample.Options(way) with { Patience = TimeSpan.FromMinutes(1) };
        await using var one = await RedisNode.StartAsync(options);
        await using var two = await RedisNode.StartAsync(options);
        await using var three = await RedisNode.StartAsync(server);
        AnswerProbe[] sessions = [(await one.SubscribeAsync(Topic)).Session, (await two.SubscribeAsync(Topic)).Session, (await three.SubscribeAsync(Topic)).Session];
        var first = await one.PublishUntilStoredAsync(Topic, "a");

        way.IsRefusing = true;
        way.Cut();
        foreach (var node in (RedisNode[])[one, two])
        {
            Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.Refused>(await node.PublishAsync(Topic, "refused")).Code);
        }

        Assert.Equal(first with { Offset = 2 }, await three.PublishUntilStoredAsync(Topic, "b"));
        way.Heal();
        Assert.Equal(first with { Offset = 3 }, await one.PublishUntilStoredAsync(Topic, "c"));
        Assert.Equal(first with { Offset = 4 }, await two.PublishUntilStoredAsync(Topic, "d"));

        foreach (var session in sessions)
        {
            Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b", $"{Topic} 3 c", $"{Topic} 4 d"], await session.LinesAsync(4));
        }
    }
}
