using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Connections;

public sealed class KeepingCheckTests
{
    private const string NoLog = "'appendonly' is off";
    private const string Forgets = "'maxmemory-policy' is allkeys-lru";

    [Theory]
    [InlineData("--maxmemory 100mb --maxmemory-policy noeviction", new string[0])]
    [InlineData("--maxmemory 0 --maxmemory-policy allkeys-lru", new string[0])]
    [InlineData("--maxmemory 100mb --maxmemory-policy allkeys-lru", new[] { Forgets })]
    [InlineData("--maxmemory 100mb --maxmemory-policy allkeys-lru --appendonly no", new[] { NoLog, Forgets })]
    public async Task RD_02_It_is_warned_of_a_Redis_that_forgets_and_of_no_other(string arguments, string[] warnings)
    {
        await using var server = await RedisServer.StartAsync(arguments.Split(' '));
        var logger = new RecordingLogger();

        await using var connections = await RedisConnections.OpenAsync(Sample.Options(server.Connection), logger);

        Assert.Equal(warnings.Length, logger.Warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(logger.Warnings, line => line.Contains(warning, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task All_masters_of_a_cluster_are_looked_at()
    {
        await using var cluster = await ClusteredRedis.StartAsync();
        await cluster.Servers[1].RunAsync("config", "set", "appendonly", "no");
        var logger = new RecordingLogger();

        await using var connections = await RedisConnections.OpenAsync(cluster.Options, logger);

        Assert.Contains(logger.Warnings, static line => line.Contains(NoLog, StringComparison.Ordinal));
    }
}
