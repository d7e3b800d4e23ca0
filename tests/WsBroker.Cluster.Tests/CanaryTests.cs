using System.Diagnostics;
using System.Globalization;
using WsBroker.Cluster.Tests.Canaries;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests;

/// <summary>Users of two tenants with the same names, and some of no tenant, on a cluster that much befalls.</summary>
[Collection(Alone.Name)]
public sealed class CanaryTests(ITestOutputHelper output)
{
    private const int PerSecond = 400;

    private static readonly TimeSpan _atLeast = Scale.IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.Zero;

    private static readonly string[] _tenants = ["", "a/", "b/"];

    // Each may do everything in its own topics, and nobody anything elsewhere
    private static readonly string[] _settings =
    [
        "auth:required=true",
        .. Key(0, "n"), .. Key(1, "a"), .. Key(2, "b"),
        "auth:keys:1:prefix=a/", "auth:keys:2:prefix=b/",
        "topics:1:match=p/{user}/#", "topics:1:publish=authenticated", "topics:1:subscribe=authenticated",
        "topics:2:match=+/p/{user}/#", "topics:2:publish=authenticated", "topics:2:subscribe=authenticated",
        "topics:3:match=#", "topics:3:publish=server", "topics:3:subscribe=server",
    ];

    [Fact]
    public async Task AZ_07_Nobody_hears_what_is_anothers_while_nodes_die_Redis_starts_again_and_clients_come_back()
    {
        await using var cluster = await ThreeNodes.StartAsync(["--appendfsync", "always"], [.. _settings.SelectMany(static setting => (string[])["--set", setting])]);
        var users = await StartAsync(cluster.Front, ofEach: Scale.Of(4), topics: Scale.Of(3));

        var (begun, rounds) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            var node = rounds % ThreeNodes.Count;
            await cluster.Node(node).KillAsync();
            await ReachAsync(users, PerSecond);
            await cluster.StartNodeAsync(node);
            await cluster.Redis.KillAsync();
            await cluster.Redis.StartAgainAsync();
            await ReachAsync(users, PerSecond);
            await cluster.RestartFrontAsync();
            await ReachAsync(users, PerSecond);
            rounds++;
        }
        while (Stopwatch.GetElapsedTime(begun) < _atLeast);

        var ends = await Task.WhenAll(users.Select(static user => user.EndAsync()));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{users.Count} users, {rounds} rounds: {users.Sum(static user => user.Acknowledged)} acknowledged, {users.Sum(static user => user.HeardByWildcards)} heard by wildcards"));
        Assert.All(ends, static end => Assert.Equal((0, 0, 0, 0), end));
        Assert.All(users, static user => Assert.Equal(0, user.Foreign));
        Assert.All(users, static user => Assert.NotEqual(0, user.HeardByWildcards));
        await Task.WhenAll(users.Select(static user => user.DisposeAsync().AsTask()));
    }

    private static async Task<IReadOnlyList<CanaryUser>> StartAsync(Uri front, int ofEach, int topics)
    {
        var users = new List<CanaryUser>();
        var interval = TimeSpan.FromSeconds((double)_tenants.Length * ofEach * topics / PerSecond);
        foreach (var tenant in _tenants)
        {
            for (var number = 0; number < ofEach; number++)
            {
                // Who is of no tenant is the user of its name in all of them
                var name = string.Create(CultureInfo.InvariantCulture, $"{(tenant.Length == 0 ? 'n' : 'u')}{number}");
                users.Add(await CanaryUser.StartAsync(front, tenant, name, topics, interval));
            }
        }

        return users;
    }

    // All of them, so that nobody is still on the way back from one thing when the next befalls
    private static async Task ReachAsync(IReadOnlyList<CanaryUser> users, int more)
    {
        var before = users.Select(static user => user.Acknowledged).ToList();
        var goal = before.Sum() + more;
        using var late = new CancellationTokenSource(2 * ThreeNodes.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (users.Sum(static user => user.Acknowledged) < goal || users.Zip(before).Any(static one => one.First.Acknowledged == one.Second))
        {
            await look.WaitForNextTickAsync(late.Token);
            Assert.All(users, static user => Assert.Null(user.Failure));
        }
    }

    private static string[] Key(int at, string id) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"auth:keys:{at}:id={id}"),
        string.Create(CultureInfo.InvariantCulture, $"auth:keys:{at}:algorithm=HS256"),
        string.Create(CultureInfo.InvariantCulture, $"auth:keys:{at}:secret={id} {TokenBuilder.Secret}"),
    ];
}
