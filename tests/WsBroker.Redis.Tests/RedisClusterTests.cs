using StackExchange.Redis;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

public sealed class RedisClusterTests : IAsyncLifetime
{
    // What Redis, its patterns, clusters and scripts, or JSON could take for something of their own
    private const string HostileTopic = "a*?[b]{c}:%7B\"'\\ \u2028";

    private readonly List<ClusterNode> _nodes = [];
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_know_each_other_and_one_that_ends_is_known_no_more()
    {
        var (one, two) = await StartTwoAsync();

        Assert.Equal(["127.0.0.1:1"], (await one.NodesAsync())[1].Addresses);
        await two.LeaveAsync();
        _nodes.Remove(two);

        await one.KnowsAsync(1);
    }

    [Fact]
    public async Task ND_01_Of_a_node_that_died_nobody_is_there_any_more_and_that_is_told_once()
    {
        var (one, two) = await StartTwoAsync();
        var watcher = await one.SubscribeAsync("t", 1, watches: true);
        await two.SubscribeAsync("t", 2);
        await two.SubscribeAsync("t", 3);
        await one.HasPresentAsync("t", 1, 2, 3);
        await watcher.LinesAsync(2);

        await two.DisposeAsync();
        _nodes.Remove(two);

        await one.HasPresentAsync("t", 1);
        await watcher.LinesAsync(4);
        Assert.Equal(["+2 u2", "+3 u3", "-2 u2", "-3 u3"], watcher.Lines.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        await one.KnowsAsync(1);
    }

    [Fact]
    public async Task A_question_is_answered_by_all_nodes_and_one_that_does_not_answer_is_missing()
    {
        var (one, two) = await StartTwoAsync();
        await one.SubscribeAsync("only/one", 1);
        await two.SubscribeAsync("only/two", 2);
        await two.SubscribeAsync("both", 3);
        await one.SubscribeAsync("both", 4);
        Assert.True(TopicFilter.TryParse("#", out var all, out _));

        var answer = await one.AskAsync(new NodeQuestion.ListTopics(all));

        Assert.Equal((2, 2, true), (answer.Asked, answer.Answered, answer.IsWhole));
        Assert.Equal(
            ["both", "both", "only/one", "only/two"],
            answer.Parts.OfType<NodeAnswer.Topics>().SelectMany(static part => part.Active).Select(static topic => topic.Topic.Text).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var unanswered = await one.AskAsync(new ConnectionQuestion.Describe("nobody answers this", Client: null, Tenant: null));
        Assert.Equal((2, 0, false), (unanswered.Asked, unanswered.Answered, unanswered.IsWhole));
    }

    [Fact]
    public async Task AZ_05_Who_is_there_is_told_with_all_that_clients_say_of_themselves_whatever_the_topic_is_called()
    {
        var (one, two) = await StartTwoAsync();
        var watcher = await one.SubscribeAsync(HostileTopic, 1, watches: true);

        var guest = await two.SubscribeAsync(HostileTopic, 2);
        await watcher.LinesAsync(1);
        var read = Assert.IsType<SessionEvent.PresenceRead>(await two.ReadPresenceAsync(HostileTopic));
        two.Unsubscribe(HostileTopic, guest);
        await watcher.LinesAsync(2);

        Assert.Equal(["+2 u2", "-2 u2"], watcher.Lines, StringComparer.Ordinal);
        Assert.Equal(2, read.Count);
        Assert.All(read.Clients, static client => Assert.Equal(("n", """{"a":"b"}"""), (client.Name, System.Text.Encoding.UTF8.GetString(client.Info.Span))));
        await one.HasPresentAsync(HostileTopic, 1);
        await one.HasPresentAsync("a", []);
    }

    [Fact]
    public async Task Over_several_shards_who_is_there_lies_with_the_topic_and_is_cleared_from_all_when_a_node_dies()
    {
        await using var other = await RedisServer.StartAsync();
        var (one, two) = (await StartAsync(other), await StartAsync(other));
        await one.KnowsAsync(2);
        await two.KnowsAsync(2);
        string[] topics = [.. Enumerable.Range(0, 20).Select(static number => $"t{number}")];
        foreach (var topic in topics)
        {
            await one.SubscribeAsync(topic, 1);
            await two.SubscribeAsync(topic, 2);
            await one.HasPresentAsync(topic, 1, 2);
        }

        await two.DisposeAsync();
        _nodes.Remove(two);

        foreach (var topic in topics)
        {
            await one.HasPresentAsync(topic, 1);
        }

        Assert.Equal(2, topics.Select(topic => one.Redis.Of(Sample.Topic(topic)).Number).Distinct().Count());
    }

    [Fact]
    public async Task RD_12_After_Redis_was_emptied_nodes_find_each_other_and_everybody_is_there_again()
    {
        var (one, two) = await StartTwoAsync();
        await two.SubscribeAsync("t", 2);
        await one.HasPresentAsync("t", 2);
        var before = (await two.NodesAsync())[0].Id;

        await one.Redis.First.CallAsync(static redis => redis.ExecuteAsync("FLUSHALL"));

        await Eventually.IsTrueAsync(async () => (await two.NodesAsync())[0].Id != before, () => "the node has another id");
        await one.KnowsAsync(2);
        await Eventually.IsTrueAsync(
            async () => await one.Redis.First.CallAsync(static redis => redis.KeyExistsAsync("wsbroker:{t:t}:here")) || await HasEndedAsync(two, "t"),
            () => "it is told again, or has ended");
    }

    [Fact]
    public async Task RD_16_Who_goes_while_Redis_is_frozen_is_gone_when_it_goes_on()
    {
        var (one, two) = await StartTwoAsync();
        var guest = await two.SubscribeAsync("t", 2);
        await two.SubscribeAsync("t", 3);
        await one.HasPresentAsync("t", 2, 3);

        _server.Freeze();
        two.Unsubscribe("t", guest);
        var refused = Assert.IsType<SessionEvent.Refused>(await one.ReadPresenceAsync("t"));
        _server.Thaw();

        Assert.Contains(refused.Code, (ErrorCode[])[ErrorCode.NodesUnavailable, ErrorCode.EngineUnavailable]);
        await one.HasPresentAsync("t", 3);
    }

    [Fact]
    public async Task AZ_13_Poisoned_letters_are_dropped_and_counted_and_nodes_go_on()
    {
        var (one, two) = await StartTwoAsync();
        var watcher = await one.SubscribeAsync("t", 1, watches: true);
        await one.HasPresentAsync("t", 1);
        var poisons = new RedisValue[] { "", "not JSON", "{\"v\":9}", new byte[2 * 1024 * 1024], new byte[] { 0xFF, 0, 1 }, "1 00000000000000aa1" };

        foreach (var poison in poisons)
        {
            await two.Redis.First.CallAsync(redis => redis.PublishAsync(RedisChannel.Literal("wsbroker:{n}:letters"), poison));
            await two.Redis.First.CallAsync(redis => redis.PublishAsync(RedisChannel.Literal("wsbroker:{t:t}:come"), poison));
        }

        await Eventually.IsTrueAsync(() => one.Dropped >= 2 * poisons.Length, "they are counted");
        await two.SubscribeAsync("t", 2);
        await watcher.LinesAsync(1);
        Assert.Equal(2, (await one.NodesAsync()).Count);
    }

    [Fact]
    public async Task AZ_13_Members_that_no_node_has_written_are_passed_over()
    {
        var (one, two) = await StartTwoAsync();
        await two.SubscribeAsync("t", 2);
        await one.HasPresentAsync("t", 2);
        await one.Redis.First.CallAsync(static redis => redis.HashSetAsync("wsbroker:{t:t}:here", "x", "y"));
        await one.Redis.First.CallAsync(static redis => redis.HashSetAsync("wsbroker:{t:t}:here", new string('0', 32), "["));
        await one.Redis.First.CallAsync(static redis => redis.StringSetAsync("wsbroker:{t:wrong}:here", "no hash"));

        var read = Assert.IsType<SessionEvent.PresenceRead>(await one.ReadPresenceAsync("t"));

        Assert.Equal([2UL], read.Clients.Select(static client => client.Client.Value));
        Assert.Equal(ErrorCode.NodesUnavailable, Assert.IsType<SessionEvent.Refused>(await one.ReadPresenceAsync("wrong")).Code);
    }

    [Fact]
    public async Task AU_10_A_revocation_ends_sessions_on_all_nodes_and_is_known_to_one_that_starts_later()
    {
        var (one, two) = await StartTwoAsync();
        Assert.True(UserId.TryParse("u/1", "", out var user));
        var identity = new Identity(user, DateTimeOffset.MaxValue);
        var session = new ActorProbe<SessionMessage>();
        two.Users.Enter(identity, session);

        var answer = await ClusterNode.GetAsync<ClusterAnswer?>(
            reply => one.Cluster.Tell(new ClusterMessage.Revoke(new Revocation.OfUser(user, TimeProvider.System.GetUtcNow().AddSeconds(1)), reply)));
        var late = await StartAsync();

        Assert.Equal((2, 1), (answer!.Answered, answer.Parts.OfType<NodeAnswer.Done>().Sum(static done => done.Count)));
        await Eventually.IsTrueAsync(() => session.Told.Contains(SessionEvent.TokenRevoked.Instance), "the session is ended");
        await Eventually.IsTrueAsync(() => late.Revocations.Cover(identity), "a later node knows it");
        Assert.InRange((await one.Redis.First.CallAsync(static redis => redis.KeyTimeToLiveAsync("wsbroker:{n}:revoked")))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task DN_02_A_session_is_taken_up_at_another_node_once_and_by_its_user_alone()
    {
        var (one, two) = await StartTwoAsync();
        var id = new SessionId(1, 2);
        Command.Subscribe[] subscriptions =
        [
            new(default, TopicFilter.Of(Sample.Topic(HostileTopic)), new StartAt.After(new TopicPosition("e", 41)), Echo: false) { WantsPresence = true },
        ];

        Assert.True(await ClusterNode.GetAsync<bool>(reply => one.Links.Sessions.Keep(id, "u1", subscriptions, reply)));
        Assert.Null(await TakeAsync(two, id, "u2"));
        Assert.Null(await TakeAsync(two, id, user: null));
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => TakeAsync(number % 2 == 0 ? one : two, id, "u1")));

        var only = Assert.Single(taken.OfType<IReadOnlyList<Command.Subscribe>>());
        Assert.Equivalent(subscriptions, only, strict: true);
    }

    [Fact]
    public async Task A_session_ends_by_itself_and_the_secret_is_not_in_Redis()
    {
        var one = await StartAsync();
        var id = new SessionId(0x1122334455667788, 2);
        await ClusterNode.GetAsync<bool>(reply => one.Links.Sessions.Keep(id, user: null, [], reply));

        var keys = (RedisResult[])(await one.Redis.First.CallAsync(static redis => redis.ExecuteAsync("KEYS", "*session")))!;

        var key = Assert.Single(keys).ToString();
        Assert.DoesNotContain(id.Reveal(), key, StringComparison.Ordinal);
        Assert.InRange((await one.Redis.First.CallAsync(redis => redis.KeyTimeToLiveAsync(key)))!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    private static Task<IReadOnlyList<Command.Subscribe>?> TakeAsync(ClusterNode node, SessionId id, string? user) =>
        ClusterNode.GetAsync<IReadOnlyList<Command.Subscribe>?>(reply => node.Links.Sessions.Take(id, user, reply));

    // A topic that begins anew in Redis ends its subscriptions
    private static async Task<bool> HasEndedAsync(ClusterNode node, string topic)
    {
        var answer = await node.AskAsync(new NodeQuestion.ListTopics(TopicFilter.Of(Sample.Topic(topic))));
        return answer.Parts.OfType<NodeAnswer.Topics>().All(static part => part.Active.All(static one => one.Subscribers == 0));
    }

    private async Task<(ClusterNode One, ClusterNode Two)> StartTwoAsync()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        await one.KnowsAsync(2);
        await two.KnowsAsync(2);
        return (one, two);
    }

    private async Task<ClusterNode> StartAsync(params RedisServer[] more)
    {
        var node = await ClusterNode.StartAsync([_server, .. more]);
        _nodes.Add(node);
        return node;
    }
}
