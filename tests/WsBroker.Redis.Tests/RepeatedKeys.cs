using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>Publications with the same idempotency key, which come to several nodes.</summary>
public sealed class RepeatedKeys : IAsyncLifetime
{
    private const string Topic = "orders/7";

    private RedisServer _server = null!;
    private RedisNode _one = null!;
    private RedisNode _two = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _one = await RedisNode.StartAsync(_server);
        _two = await RedisNode.StartAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task AD_04_A_key_that_is_repeated_after_a_restart_of_Redis_is_known_on_every_node()
    {
        var first = await _one.MustPublishAsync(Topic, "a", key: "a");
        await _one.MustPublishAsync(Topic, "b", key: "b");
        await _server.KillAsync();
        await _server.StartAgainAsync();

        // Repeats the key "a" until it is answered
        Assert.Equal(first, await _two.PublishUntilStoredAsync(Topic, "a"));
        Assert.Equal(first, await _one.PublishUntilStoredAsync(Topic, "a"));

        Assert.Equal(["a", "b"], await HistoryAsync(Topic), StringComparer.Ordinal);
    }

    [Fact]
    public async Task AD_04_A_key_that_comes_fifty_times_at_once_to_two_nodes_is_stored_once_and_all_are_told_where()
    {
        const int Count = 50;
        var publisher = new AnswerProbe();

        for (var number = 0; number < Count; number++)
        {
            (number % 2 == 0 ? _one : _two).PublishLater(Topic, "a", publisher, key: "k");
        }

        var answers = new List<SessionEvent.Published>();
        while (answers.Count < Count)
        {
            answers.Add(Assert.IsType<SessionEvent.Published>(await publisher.NextAsync()));
        }

        Assert.Equal((1, 1), (answers.Select(static answer => (answer.Epoch, answer.Offset)).Distinct().Count(), answers.Count(static answer => !answer.IsDuplicate)));
        Assert.Equal(["a"], await HistoryAsync(Topic), StringComparer.Ordinal);
    }

    [Fact]
    public async Task AD_04_A_key_counts_for_its_topic_alone()
    {
        await _one.MustPublishAsync(Topic, "a", key: "k");

        var other = Assert.IsType<SessionEvent.Published>(await _two.PublishAsync("orders/8", "b", key: "k"));

        Assert.Equal((1, false), (other.Offset, other.IsDuplicate));
        Assert.Equal(["b"], await HistoryAsync("orders/8"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task AD_04_A_key_is_forgotten_after_its_time_and_not_before()
    {
        var settings = new TopicSettings { KeyAge = TimeSpan.FromSeconds(3) };
        await using var one = await RedisNode.StartAsync(_server, settings);
        await using var two = await RedisNode.StartAsync(_server, settings);
        var first = await one.MustPublishAsync(Topic, "a", key: "k");
        var again = await two.MustPublishAsync(Topic, "a", key: "k");

        await Eventually.IsTrueAsync(async () => await _server.RunAsync("exists", $"wsbroker:{{t:{Topic}}}:k:k") is "0", "Redis forgets the key");
        var later = await two.MustPublishAsync(Topic, "a", key: "k");

        Assert.Equal((first, first with { Offset = 2 }), (again, later));
    }

    private async Task<IEnumerable<string>> HistoryAsync(string topic) =>
        (await _two.ReadAsync(topic)).Publications.Select(static one => System.Text.Encoding.UTF8.GetString(one.Content.Payload.Span));
}
