using System.Globalization;
using System.Security.Cryptography;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>Over real sockets: for every subscriber what is delivered and what is declared lost is what was published.</summary>
public sealed class DeclaredLossTests
{
    // On each topic some 6 MB, more than all buffers of the kernel between here and the broker
    private const int Publications = 3000;
    private const int Bytes = 1500;

    private static readonly string[] _policies = ["drop-oldest", "drop-newest", "conflate"];

    [Fact]
    public async Task Fast_slow_stalled_and_compressed_subscribers_are_each_told_of_every_publication_once()
    {
        await using var server = await Settings.StartAsync([
            Settings.QueuedBytes(64 * 1024), Settings.WriteTimeout(60), ("compression:serverTakeover", "true"),
            .. _policies.SelectMany((policy, at) => Rule(at, policy))]);
        await using var witness = await WitnessGroup.StartAsync(server);
        string[] topics = [.. _policies.Select(static policy => $"loss/{policy}")];
        using var fast = await LossAccount.OpenAsync(server.Http, "loss/+");
        using var slow = await LossAccount.OpenAsync(server.Http, "loss/+");
        using var stalled = await LossAccount.OpenAsync(server.Http, "loss/+");
        using var compressed = await LossAccount.OpenAsync(server.Http, "loss/+", "permessage-deflate");
        using var one = await LossAccount.OpenAsync(server.Http, topics[2]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));

        var reading = fast.ReadAsync(topics, Publications);
        var readingSlowly = slow.ReadAsync(topics, Publications, async () => await timer.WaitForNextTickAsync());
        await PublishAsync(server, topics);
        await Task.WhenAll(
            reading, readingSlowly, stalled.ReadAsync(topics, Publications), compressed.ReadAsync(topics, Publications), one.ReadAsync([topics[2]], Publications));

        Assert.All(topics, topic => Assert.InRange(stalled.LostOf(topic), 1, Publications - 10));
        LossAccount[] all = [fast, slow, stalled, compressed, one];
        foreach (var (topic, policy) in topics.Zip(_policies))
        {
            Assert.Equal(
                all.Sum(account => account.LostOf(topic)),
                await Metrics.ReadAsync(server, $"wsbroker_publications_dropped_total{{policy=\"{policy}\"}}"));
        }

        Assert.Equal(0, await Metrics.EndedAsync(server, "SlowConsumer") + await Metrics.EndedAsync(server, "WriteTimeout"));
        await witness.AssertWellAsync();
    }

    private static IEnumerable<(string Key, string Value)> Rule(int at, string policy) =>
    [
        (string.Create(CultureInfo.InvariantCulture, $"topics:{at}:match"), $"loss/{policy}"),
        (string.Create(CultureInfo.InvariantCulture, $"topics:{at}:overflow"), policy),
    ];

    // In the order of the topics by turns, with a key of fifty; the last of each is acknowledged
    private static async Task PublishAsync(ServerProcess server, string[] topics)
    {
        using var publisher = await StrictClient.OpenAsync(server.Http, "/");
        for (var number = 1; number <= Publications; number++)
        {
            var id = number == Publications ? "\"id\":1," : "";
            var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
            foreach (var topic in topics)
            {
                await publisher.WriteAsync(ClientFrame.Text(
                    $$$$"""{{{{{id}}}}"publish":{"topic":"{{{{topic}}}}","text":"{{{{text}}}}","headers":{"key":"{{{{number % 50}}}}"}}}"""));
            }
        }

        foreach (var _ in topics)
        {
            Assert.Contains($"\"offset\":{Publications.ToString(CultureInfo.InvariantCulture)}", await publisher.ReadTextAsync(), StringComparison.Ordinal);
        }
    }
}
