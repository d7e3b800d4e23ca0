using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>One Redis and two nodes on it, shared by the tests of a class. Each test has topics of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private int _topics;

    public RedisServer Server { get; private set; } = null!;

    internal RedisNode One { get; private set; } = null!;

    internal RedisNode Two { get; private set; } = null!;

    public string NextTopic() => FormattableString.Invariant($"topic/{Interlocked.Increment(ref _topics)}");

    /// <summary>Subscribes to a filter, and waits until Redis knows of it.</summary>
    internal async Task<AnswerProbe> ListenAsync(RedisNode node, string filter)
    {
        var before = await Server.RunAsync("pubsub", "numpat");
        var session = node.SubscribeFilter(filter);
        await Eventually.IsTrueAsync(
            async () => !string.Equals(await Server.RunAsync("pubsub", "numpat"), before, StringComparison.Ordinal), "the pattern is subscribed to");
        return session;
    }

    public async Task InitializeAsync()
    {
        Server = await RedisServer.StartAsync();
        One = await RedisNode.StartAsync(Server);
        Two = await RedisNode.StartAsync(Server);
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        await Server.DisposeAsync();
    }
}
