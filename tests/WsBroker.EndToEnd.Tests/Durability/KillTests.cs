using System.Globalization;
using System.Security.Cryptography;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.EndToEnd.Tests.Durability;

/// <summary>A broker with its log on disk is killed again and again while publishers wait for their acknowledgements.</summary>
[Collection(Alone.Name)]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Publishers = 20;
    private const int Topics = 4;
    private const int UsualKills = 5;

    /// <summary>How often, if not the usual: a variable of the environment.</summary>
    private const string KillsVariable = "WSBROKER_TEST_KILLS";

    private readonly LogFolder _folder = new();
    private readonly List<Ledger> _ledgers =
        [.. Enumerable.Range(0, Topics).Select(static number => new Ledger(string.Create(CultureInfo.InvariantCulture, $"kills/{number}")))];

    [Fact]
    public async Task Nothing_acknowledged_or_delivered_is_lost_and_no_offset_is_used_twice()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), CultureInfo.InvariantCulture, out var asked) ? asked : UsualKills;
        for (var kill = 0; kill < kills; kill++)
        {
            await using (var server = await StartAsync())
            {
                await CheckAsync(server);
                await PublishUntilKilledAsync(server);
            }
        }

        await using var last = await StartAsync();
        await CheckAsync(last);
        foreach (var ledger in _ledgers)
        {
            output.WriteLine($"{ledger.Topic}: {ledger.Count} known, {ledger.CheckedUpTo} stored");
            Assert.True(ledger.Count > kills, $"{ledger.Topic} has only {ledger.Count}");
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        "--engine", _folder.Engine,
        "--set", "topics:0:match=#", "--set", "topics:0:history:count=1000000", "--set", "topics:0:history:bytes=1073741824");

    private async Task PublishUntilKilledAsync(ServerProcess server)
    {
        var clients = new List<KilledClient>();
        for (var number = 0; number < Publishers; number++)
        {
            clients.Add(new KilledClient(await WebSocketPeer.ConnectAsync(server.Ws), _ledgers[number % Topics]));
        }

        var subscribers = new List<KilledClient>();
        foreach (var ledger in _ledgers)
        {
            subscribers.Add(new KilledClient(await WebSocketPeer.ConnectAsync(server.Ws), ledger));
        }

        var publishing = clients.ConvertAll(static client => client.PublishAsync());
        var subscribing = subscribers.ConvertAll(static client => client.SubscribeAsync());

        // At a random moment after each publisher has had an answer
        await Task.WhenAll(clients.Select(static client => client.Acknowledged));
        using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 300))))
        {
            await moment.WaitForNextTickAsync();
        }

        await server.KillAsync();
        await Task.WhenAll(publishing);
        await Task.WhenAll(subscribing);
    }

    private async Task CheckAsync(ServerProcess server)
    {
        using var reader = await WebSocketPeer.ConnectAsync(server.Ws);
        foreach (var ledger in _ledgers)
        {
            await ledger.CheckAsync(reader);
        }
    }
}
