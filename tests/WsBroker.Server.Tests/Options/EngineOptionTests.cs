using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class EngineOptionTests
{
    [Theory]
    [InlineData("memory", null)]
    [InlineData("disk:log", "log")]
    [InlineData("disk:./log/", "./log/")]
    [InlineData("disk:/log", "/log")]
    public void Is_read_and_told_as_it_is_written(string text, string? folder)
    {
        Assert.True(EngineOption.TryParse(text, out var engine));
        Assert.Equal((folder, text), (engine.Folder, engine.ToString()));
    }

    [Theory]
    [InlineData("redis:127.0.0.1:6379", 1)]
    [InlineData("redis:a:6379,b:6379,password=hidden;c:6379", 2)]
    public void A_Redis_has_a_connection_for_each_shard_and_its_password_is_not_told(string text, int shards)
    {
        Assert.True(EngineOption.TryParse(text, out var engine));

        Assert.Equal((shards, Durability.Redis), (engine.Shards.Count, engine.Durability));
        Assert.StartsWith("redis:", engine.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", engine.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:")]
    [InlineData("redis:a:6379;")]
    [InlineData("redis:,password=hidden")]
    [InlineData("redis:a:6379,connectTimeout=hidden")]
    [InlineData("redis:a:6379,channelPrefix=hidden")]
    public void A_connection_that_cannot_be_understood_is_refused_and_not_repeated(string text)
    {
        Assert.True(EngineOption.TryParse(text, out var engine));

        var refusal = Assert.Throws<InvalidOptionsException>(() => engine.Check(new ServerOptions()));

        Assert.Contains("cannot be understood", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_without_Redis_do_not_pretend_to_be_a_cluster()
    {
        var options = new ServerOptions();

        var refusal = Assert.Throws<InvalidOptionsException>(
            () => EngineOption.Memory.Check(options with { Redis = options.Redis with { Prefix = "shop" } }));

        Assert.Contains("with the engine 'memory' each node is alone", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("disk:log")]
    public void What_is_set_for_nodes_of_a_cluster_is_refused_where_each_is_alone(string text)
    {
        Assert.True(EngineOption.TryParse(text, out var engine));
        var options = new ServerOptions();

        var refusal = Assert.Throws<InvalidOptionsException>(
            () => engine.Check(options with { Cluster = options.Cluster with { BeatLife = TimeSpan.FromSeconds(8) } }));

        Assert.StartsWith($"Options that begin with 'cluster:' are for nodes that share a Redis; with the engine '{text}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk")]
    [InlineData("disk:")]
    [InlineData("disk: ")]
    [InlineData("disk:not/there")]
    [InlineData("tape:/log")]
    [InlineData("disk:a\0b")]
    public void Is_nothing_else_and_the_folder_above_has_to_be_there(string text) => Assert.False(EngineOption.TryParse(text, out _));
}
