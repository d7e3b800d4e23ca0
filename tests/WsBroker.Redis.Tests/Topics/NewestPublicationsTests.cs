using System.Globalization;
using System.Text.RegularExpressions;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Topics;

/// <summary>Long histories, which a node reads when it opens a topic, and parts of them, when it has missed something.</summary>
public sealed partial class NewestPublicationsTests : IAsyncLifetime
{
    // Besides: the probe of liveness, and what tells where the shard's place is
    private const int FewCalls = 25;

    private static readonly TopicSettings _long = new() { MaxHistoryCount = 5000, MaxHistoryBytes = 1 << 30 };

    private RedisServer _redis = null!;
    private RedisNode _one = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _one = await RedisNode.StartAsync(_redis, _long);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(6000, 4)]
    [InlineData(100, 20_000)]
    [InlineData(64, 1)]
    public async Task A_node_that_comes_later_reads_all_that_is_kept_with_few_calls(int count, int bytes)
    {
        await PublishAsync(count, bytes);
        await using var later = await RedisNode.StartAsync(_redis, _long);

        var topics = new ActorProbe<TopicsMessage>();
        var before = await CallsAsync();
        later.Log.Open(Sample.Topic("t"), SeenTop.Nothing, _long, new ActorProbe<TopicMessage>(), topics);
        await Eventually.IsTrueAsync(() => topics.Told.Count == 1, "it is open");

        var found = Assert.IsType<SharedNews.Loaded>(Assert.IsType<TopicMessage.Woken>(topics.Told[0]).News).Found;
        var kept = Math.Min(count, _long.MaxHistoryCount);
        Assert.Equal(Enumerable.Range(count - kept + 1, kept).Select(static offset => (long)offset), found.Publications.Select(static one => one.Offset));
        Assert.All(found.Publications, one => Assert.Equal(bytes, one.Content.Payload.Length));
        Assert.InRange(await CallsAsync() - before, 1, FewCalls);
    }

    [Theory]
    [InlineData(1500, 4, 1024)]
    [InlineData(100, 20_000, 64)]
    public async Task What_follows_on_a_position_is_read_by_pages_that_do_not_hold_Redis_up(int count, int bytes, int inOne)
    {
        await PublishAsync(count, bytes);
        var epoch = (await _one.ReadAsync("t")).Position.Epoch;
        var topics = new ActorProbe<TopicsMessage>();

        _one.Log.Read(new SeenTop(new TopicPosition(epoch, 5), At: 0), Sample.Topic("t"), _long, topics);
        await Eventually.IsTrueAsync(() => topics.Told.Count == 1, "it is read");

        var read = Assert.IsType<SharedNews.Read>(Assert.IsType<TopicMessage.Woken>(topics.Told[0]).News);
        Assert.Equal(Enumerable.Range(6, inOne).Select(static offset => (long)offset), read.Publications.Select(static one => one.Offset));
        Assert.False(read.IsWhole);
    }

    private async Task PublishAsync(int count, int bytes)
    {
        var publisher = new AnswerProbe();
        for (var number = 0; number < count; number++)
        {
            _one.PublishLater("t", new string('x', bytes), publisher);
        }

        await Eventually.IsTrueAsync(() => publisher.Told.OfType<SessionEvent.Published>().Count() == count, "all are stored");
    }

    /// <summary>How many scripts Redis has run so far.</summary>
    private async Task<int> CallsAsync() =>
        Scripts().Matches(await _redis.RunAsync("info", "commandstats")).Sum(static one => int.Parse(one.Groups["calls"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("cmdstat_eval(sha)?:calls=(?<calls>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts();
}
