using WsBroker.Broker.Sessions;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A node with many topics whose connection for channels is made anew while others are opened.</summary>
public sealed class SubscribingAnew
{
    private const int Before = 300;
    private const int Meanwhile = 100;

    // Of those that are heard anew, and of what else a node listens for
    private const int MostAtOnce = 64 + 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RD_07_All_topics_of_a_node_are_heard_again_those_opened_meanwhile_too(bool isKilled)
    {
        await using var server = await RedisServer.StartAsync();
        var requests = new SubscribeRequests();
        await using var way = new FaultProxy(server.Port) { Tap = requests.Tap };
        await using var node = await RedisNode.StartAsync(Sample.Options(way));
        await using var other = await RedisNode.StartAsync(server);
        var sessions = new Dictionary<string, AnswerProbe>(StringComparer.Ordinal);
        await SubscribeAsync(node, sessions, Before);
        await IsWatchedAsync(server, node);
        requests.Begin();

        var renewing = isKilled ? server.RunAsync("client", "kill", "type", "pubsub") : node.Connections.First.RenewChannelsAsync();
        await SubscribeAsync(node, sessions, Meanwhile);
        await renewing;
        if (!isKilled)
        {
            // After a kill it is the library that subscribes again, all at once
            await Eventually.IsTrueAsync(() => requests.Answered >= Before + Meanwhile, "all are heard anew");
            Assert.InRange(requests.MostOpen, 1, MostAtOnce);
        }

        foreach (var topic in sessions.Keys)
        {
            await other.PublishUntilStoredAsync(topic, "a");
            await other.PublishUntilStoredAsync(topic, "b");
        }

        foreach (var (topic, session) in sessions)
        {
            Assert.Equal([$"{topic} 1 a", $"{topic} 2 b"], await session.LinesAsync(2));
        }
    }

    /// <summary>Waits until the node has looked after its connection for channels once: it has when it tells filters that it was made anew.</summary>
    private static async Task IsWatchedAsync(RedisServer server, RedisNode node)
    {
        var filtered = await node.SubscribeFilterAsync("any/+");
        await server.RunAsync("client", "kill", "type", "pubsub");
        Assert.IsType<SessionEvent.SubscriptionEnded>(await filtered.NextAsync());
    }

    /// <summary>Opens topics one by one, each until it stands.</summary>
    private static async Task SubscribeAsync(RedisNode node, Dictionary<string, AnswerProbe> sessions, int count)
    {
        for (var end = sessions.Count + count; sessions.Count < end;)
        {
            var topic = $"many/{sessions.Count}";
            await Eventually.IsTrueAsync(
                async () =>
                {
                    var (session, answer) = await node.SubscribeAsync(topic);
                    sessions[topic] = session;
                    return answer is SessionEvent.Subscribed;
                },
                $"{topic} stands");
        }
    }
}
