using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Cluster;

/// <summary>Three real brokers on one real Redis, shared by the tests of a class. Each test has topics and users of its own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly List<ServerProcess> _nodes = [];
    private RedisServer? _redis;
    private int _names;

    /// <summary>The brokers.</summary>
    public IReadOnlyList<ServerProcess> Nodes => _nodes;

    /// <summary>A topic or user that no other test uses.</summary>
    public string NextName(string kind) => FormattableString.Invariant($"{kind}{Interlocked.Increment(ref _names)}");

    /// <summary>Starts one more, and waits until all know it.</summary>
    public async Task<ServerProcess> StartAsync()
    {
        var node = await ServerProcess.StartAsync(
            "--engine", $"redis:{_redis!.Connection}",
            "--set", "auth:keys:0:algorithm=HS256",
            "--set", $"auth:keys:0:secret={TokenBuilder.Secret}",
            "--set", "topics:0:match=#",
            "--set", "topics:0:joinLeave=true");
        _nodes.Add(node);
        foreach (var one in _nodes)
        {
            await KnowsAsync(one, _nodes.Count);
        }

        return node;
    }

    /// <summary>Ends one, and waits until the others do not count on it.</summary>
    public async Task<int> StopAsync(ServerProcess node)
    {
        var code = await node.StopAsync();
        _nodes.Remove(node);
        await node.DisposeAsync();
        foreach (var one in _nodes)
        {
            await KnowsAsync(one, _nodes.Count);
        }

        return code;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        for (var number = 0; number < 3; number++)
        {
            await StartAsync();
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Waits until a node knows so many, itself among them.</summary>
    internal static async Task KnowsAsync(ServerProcess node, int count)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (JsonElement.Parse(await http.GetStringAsync(new Uri("api/nodes", UriKind.Relative), late.Token)).GetProperty("nodes").GetArrayLength() != count)
        {
            await timer.WaitForNextTickAsync(late.Token);
        }
    }
}
