using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A connection on which everything seems well, and nothing is heard.</summary>
public sealed class Deafness
{
    private const string Topic = "orders/7";

    [Fact]
    public async Task RD_06_A_deaf_connection_is_found_by_what_the_node_publishes_itself_and_is_made_anew()
    {
        await using var server = await RedisServer.StartAsync();
        var ears = new DeafEars();
        await using var proxy = new FaultProxy(server.Port) { Tap = ears.Tap };
        await using var one = await RedisNode.StartAsync(server);
        await using var two = await RedisNode.StartAsync(Sample.Options(proxy));
        var (session, _) = await two.SubscribeAsync(Topic);
        await one.MustPublishAsync(Topic, "a");
        await session.LinesAsync(1);

        ears.Deafen();
        await one.MustPublishAsync(Topic, "b");
        await Eventually.IsTrueAsync(() => two.Connections.First.ChannelsRestored > 0, "the connection is made anew");
        await session.LinesAsync(2);
        await one.MustPublishAsync(Topic, "c");

        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b", $"{Topic} 3 c"], await session.LinesAsync(3));
    }
}
