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
