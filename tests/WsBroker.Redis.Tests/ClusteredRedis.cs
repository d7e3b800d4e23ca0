using System.Globalization;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>A real cluster of Redis on loopback: three masters, and replicas if asked for.</summary>
internal sealed class ClusteredRedis : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly List<RedisServer> _servers = [];

    /// <summary>The servers, masters first.</summary>
    public IReadOnlyList<RedisServer> Servers => _servers;

    /// <summary>How nodes connect.</summary>
    public RedisOptions Options => Sample.Options(string.Join(',', _servers.Select(static server => server.Connection)));

    /// <summary>Starts one.</summary>
    public static async Task<ClusteredRedis> StartAsync()
    {
        var cluster = new ClusteredRedis();
        try
        {
            for (var number = 0; number < 3; number++)
            {
                await cluster.StartServerAsync();
            }

            // It waits for ever for a server whose bus cannot be reached
            await cluster._servers[0].RunAsync(["--cluster", "create", .. cluster._servers.Select(static server => server.Connection), "--cluster-yes"]).WaitAsync(_patience);
            await cluster.IsWellAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a replica of a master.</summary>
    public async Task<RedisServer> AddReplicaAsync(RedisServer master)
    {
        var id = await master.RunAsync("cluster", "myid");
        var replica = await AddMasterAsync();
        await Eventually.IsTrueAsync(async () => await replica.RunAsync("cluster", "replicate", id) is "OK", "the replica knows its master");
        await Eventually.IsTrueAsync(
            async () => (await replica.RunAsync("info", "replication")).Contains("master_link_status:up", StringComparison.Ordinal), "the replica follows");
        await AllKnowAsync($"slave {id}");
        return replica;
    }

    /// <summary>Starts a master that has no slots yet.</summary>
    public async Task<RedisServer> AddMasterAsync()
    {
        var (known, server) = (_servers[0], await StartServerAsync());
        var busPort = (await known.RunAsync("config", "get", "cluster-port")).Split('\n')[1];
        await server.RunAsync("cluster", "meet", "127.0.0.1", known.Port.ToString(CultureInfo.InvariantCulture), busPort);
        await AllKnowAsync(await server.RunAsync("cluster", "myid"));
        await IsWellAsync();
        return server;
    }

    /// <summary>The master that has a key.</summary>
    public async Task<RedisServer> MasterOfAsync(string key)
    {
        foreach (var server in _servers)
        {
            if ((await server.RunAsync("exists", key)) is "1" && (await server.RunAsync("role")).StartsWith("master", StringComparison.Ordinal))
            {
                return server;
            }
        }

        throw new InvalidOperationException($"Nobody has {key}.");
    }

    /// <summary>Moves the slot of a key, and keys in it, from one master to another.</summary>
    public async Task MoveAsync(string key, RedisServer from, RedisServer to)
    {
        var slot = await from.RunAsync("cluster", "keyslot", key);
        var (fromId, toId) = (await from.RunAsync("cluster", "myid"), await to.RunAsync("cluster", "myid"));
        await to.RunAsync("cluster", "setslot", slot, "importing", fromId);
        await from.RunAsync("cluster", "setslot", slot, "migrating", toId);
        var keys = (await from.RunAsync("cluster", "getkeysinslot", slot, "100")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("OK", await from.RunAsync(["migrate", "127.0.0.1", to.Port.ToString(CultureInfo.InvariantCulture), "", "0", "5000", "keys", .. keys]));
        foreach (var server in (RedisServer[])[to, from, .. _servers.Except([from, to])])
        {
            Assert.Equal("OK", await server.RunAsync("cluster", "setslot", slot, "node", toId));
        }
    }

    /// <summary>Waits until every server says that the cluster is well.</summary>
    public async Task IsWellAsync()
    {
        foreach (var server in _servers)
        {
            await Eventually.IsTrueAsync(
                async () => (await server.RunAsync("cluster", "info")).Contains("cluster_state:ok", StringComparison.Ordinal), "the cluster is well");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    // The usual port of its bus, 10,000 higher, may be none
    private async Task<RedisServer> StartServerAsync()
    {
        var server = await RedisServer.StartAsync(
            "--cluster-enabled", "yes", "--cluster-port", FreePorts.Next().ToString(CultureInfo.InvariantCulture), "--cluster-node-timeout", "2000",
            "--repl-diskless-sync-delay", "0");
        _servers.Add(server);
        return server;
    }

    private Task AllKnowAsync(string what) => Eventually.IsTrueAsync(
        async () => (await Task.WhenAll(_servers.Select(static server => server.RunAsync("cluster", "nodes")))).All(nodes => nodes.Contains(what, StringComparison.Ordinal)),
        $"all know of {what}");
}
