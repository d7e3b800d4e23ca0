using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Cluster.Tests.Proxies;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Cluster.Tests;

/// <summary>A cluster of real processes: Redis, three nodes that each reach it through a faulty network, and haproxy in front.</summary>
/// <remarks>Belongs to one test. Disposing kills what is left of it.</remarks>
internal sealed class ThreeNodes : IAsyncDisposable
{
    /// <summary>How many.</summary>
    public const int Count = 3;

    /// <summary>How long any one thing may take on a machine that has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // Everything is kept, and may be asked for at once, so that all recoveries succeed
    private static readonly string[] _settings =
    [
        "--set", "topics:0:match=#", "--set", "topics:0:history:count=100000", "--set", "topics:0:history:bytes=100000000",
        "--set", "limits:queuedBytes=16777216", "--set", "limits:recoveredBytes=67108864", "--set", "proxies:0=127.0.0.1",
    ];

    private readonly ServerProcess?[] _nodes = new ServerProcess?[Count];
    private readonly IReadOnlyList<int> _ports = [.. Enumerable.Range(0, Count + 1).Select(static _ => FreePorts.Next())];
    private readonly string[] _more;
    private readonly List<FaultProxy> _links;
    private Haproxy? _front;

    private ThreeNodes(RedisServer redis, string[] more)
    {
        Redis = redis;
        _more = more;
        _links = [.. Enumerable.Range(0, Count).Select(_ => new FaultProxy(redis.Port))];
    }

    /// <summary>The one Redis.</summary>
    public RedisServer Redis { get; }

    /// <summary>The ways of the nodes to it.</summary>
    public IReadOnlyList<FaultProxy> Links => _links;

    /// <summary>Where clients connect, for WebSockets.</summary>
    public Uri Front => new UriBuilder(_front!.Address) { Scheme = "ws" }.Uri;

    /// <summary>The ports of the nodes.</summary>
    public IReadOnlyList<int> Ports => [.. _ports.Take(Count)];

    /// <summary>The nodes; one that was killed stays here until it is started again.</summary>
    public ServerProcess Node(int at) => _nodes[at]!;

    /// <summary>Starts all of it and waits until it serves.</summary>
    /// <param name="more">More arguments of the nodes.</param>
    public static Task<ThreeNodes> StartAsync(params string[] more) => StartAsync(redisArguments: [], more);

    /// <summary>Starts all of it and waits until it serves.</summary>
    /// <param name="redisArguments">More arguments of Redis.</param>
    /// <param name="more">More arguments of the nodes.</param>
    public static async Task<ThreeNodes> StartAsync(string[] redisArguments, string[] more)
    {
        var cluster = new ThreeNodes(await RedisServer.StartAsync(redisArguments), more);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Count).Select(cluster.StartNodeAsync));
            cluster._front = await Haproxy.StartAsync(cluster._ports[Count], cluster.Ports);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node, at the address where it was, and waits until it is ready.</summary>
    public async Task StartNodeAsync(int at)
    {
        if (_nodes[at] is { } before)
        {
            await before.DisposeAsync();
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_ports[at]}");
        var engine = string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{_links[at].Port}");
        _nodes[at] = await ServerProcess.StartAsync(ServerCommand.ServeAt(address, ["--engine", engine, .. _settings, .. _more]));
        await ReadyAsync(at, isReady: true);
    }

    /// <summary>Ends haproxy, and with it every connection of clients, and starts another in its place.</summary>
    public async Task RestartFrontAsync()
    {
        await _front!.DisposeAsync();
        _front = await Haproxy.StartAsync(_ports[Count], Ports);
    }

    /// <summary>Has another haproxy take over, and waits until the first is gone, and the connections that it had.</summary>
    public Task ReloadFrontAsync() => _front!.ReloadAsync();

    /// <summary>Waits until a node says that it is ready, or that it is not.</summary>
    public async Task ReadyAsync(int at, bool isReady)
    {
        using var http = new HttpClient { BaseAddress = Node(at).Http, Timeout = Patience };
        using var late = new CancellationTokenSource(Patience);
        while (await IsReadyAsync(http, late.Token) != isReady)
        {
            Assert.False(late.IsCancellationRequested, $"node {at} did not become {(isReady ? "" : "un")}ready. Its output:\n{Node(at).Output}");
        }
    }

    /// <summary>How many files, sockets among them, a node has open.</summary>
    public int Descriptors(int at) => Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{Node(at).Id}/fd")).Length;

    /// <summary>What a node tells of its own, by HTTP.</summary>
    public async Task<JsonElement> GetAsync(int at, string path)
    {
        using var http = new HttpClient { BaseAddress = Node(at).Http, Timeout = Patience };
        return await http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        foreach (var node in _nodes.OfType<ServerProcess>())
        {
            await node.DisposeAsync();
        }

        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }
}
