using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Warns of servers that may lose what was acknowledged: without an append-only file, or with leave to forget when their memory is full.</summary>
/// <param name="shard">Which of the shards.</param>
/// <param name="logger">Gets the lines.</param>
internal sealed class KeepingCheck(int shard, ILogger logger)
{
    /// <summary>Looks at all servers that take what is written, and says each thing once.</summary>
    public async Task LookAsync(IConnectionMultiplexer redis)
    {
        try
        {
            var masters = Array.FindAll(redis.GetServers(), static server => server.IsConnected && !server.IsReplica);
            var lines = (await Task.WhenAll(masters.Select(AskAsync))).SelectMany(static one => one).ToList();
            if (lines.Contains("aof_enabled:0", StringComparer.Ordinal))
            {
                logger.NotPersistent(shard);
            }

            if (lines.Find(static line => ValueOf(line, "maxmemory_policy:") is not (null or "noeviction")) is { } forgets)
            {
                logger.Evicts(shard, ValueOf(forgets, "maxmemory_policy:")!);
            }
        }
        catch (Exception wrong) when (RedisFailures.IsOfRedis(wrong))
        {
            logger.PersistenceUnknown(shard);
        }
    }

    // How its memory is bounded says nothing where it is not
    private static async Task<IEnumerable<string>> AskAsync(IServer server)
    {
        var persistence = LinesOf(await server.ExecuteAsync("INFO", "persistence"));
        var memory = LinesOf(await server.ExecuteAsync("INFO", "memory"));
        return memory.Contains("maxmemory:0", StringComparer.Ordinal) ? persistence : [.. persistence, .. memory];
    }

    private static string[] LinesOf(RedisResult info) => ((string?)info ?? "").Split('\n', StringSplitOptions.TrimEntries);

    private static string? ValueOf(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
}
