using WsBroker.Broker.Cluster;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests;

/// <summary>Clusters that share a Redis, and are to know nothing of each other.</summary>
public sealed class SeveralOfOneRedis
{
    private const string Topic = "orders/7";

    [Theory]
    [InlineData("a", 0, "b", 0)]
    [InlineData("a", 0, "a", 1)]
    [InlineData("a", 2, "a", 1)]
    public async Task Clusters_with_prefixes_or_databases_of_their_own_hear_nothing_of_each_other(string prefix, int database, string otherPrefix, int otherDatabase)
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await ClusterNode.StartAsync(Options(server, prefix, database));
        await using var other = await ClusterNode.StartAsync(Options(server, otherPrefix, otherDatabase));
        await using var friend = await ClusterNode.StartAsync(Options(server, prefix, database));
        await Eventually.IsTrueAsync(async () => (await one.NodesAsync()).Count == 2, "nodes of one cluster find each other");

        var mark = FormattableString.Invariant($"{prefix}{(database > 0 ? $"@{database}" : "")}:");
        var otherMark = FormattableString.Invariant($"{otherPrefix}{(otherDatabase > 0 ? $"@{otherDatabase}" : "")}:");
        var channels = (await server.RunAsync("pubsub", "channels", "*letters")).Split('\n');

        Assert.Single(await other.NodesAsync());
        Assert.Equal(3, channels.Count(channel => channel.StartsWith(mark, StringComparison.Ordinal)));
        Assert.Equal(2, channels.Count(channel => channel.StartsWith(otherMark, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_published_in_one_database_is_heard_in_no_other_by_name_or_filter()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = await RedisNode.StartAsync(Options(server, "w", 0));
        await using var other = await RedisNode.StartAsync(Options(server, "w", 1));
        var (named, _) = await other.SubscribeAsync(Topic);
        var filtered = await other.SubscribeFilterAsync("#");

        await one.MustPublishAsync(Topic, "of one");
        await one.MustPublishAsync("quiet", "of one");
        await other.MustPublishAsync("quiet", "own");
        await other.MustPublishAsync(Topic, "own");

        Assert.Equal([$"{Topic} 1 own"], await named.LinesAsync(1));
        Assert.Equal([$"{Topic} 1 own", "quiet 1 own"], (await filtered.LinesAsync(2)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_user_of_Redis_who_may_do_what_the_page_names_may_do_all()
    {
        await using var server = await RedisServer.StartAsync();
        string[] rights = ["~w:*", "&*", "+@read", "+@write", "+@pubsub", "+@scripting", "+@connection", "-@dangerous", "+info", "+time", "+cluster|nodes", "+cluster|slots"];
        await server.RunAsync(["acl", "setuser", "app", "on", ">secret", .. rights]);
        var options = Sample.Options($"{server.Connection},user=app,password=secret") with { Prefix = "w" };
        await using var node = await RedisNode.StartAsync(options);
        await using var member = await ClusterNode.StartAsync(options);
        await using var other = await ClusterNode.StartAsync(options);
        var (named, _) = await node.SubscribeAsync(Topic);
        var filtered = await node.SubscribeFilterAsync("orders/+");

        await node.MustPublishAsync(Topic, "a", key: "once");
        await Eventually.IsTrueAsync(async () => (await member.NodesAsync()).Count == 2, "nodes find each other");

        Assert.Equal([$"{Topic} 1 a"], await named.LinesAsync(1));
        Assert.Equal([$"{Topic} 1 a"], await filtered.LinesAsync(1));
        Assert.Single((await node.ReadAsync(Topic)).Publications);
        Assert.True((await member.AskAsync(new NodeQuestion.ForgetTopic(Sample.Topic(Topic)))).IsWhole);
        Assert.Empty(node.Logged.Warnings);
    }

    private static RedisOptions Options(RedisServer server, string prefix, int database) =>
        Sample.Options(FormattableString.Invariant($"{server.Connection},defaultDatabase={database}")) with { Prefix = prefix };
}
