using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Tests.Connections;

public sealed class RedisRingTests
{
    private static readonly string[] _names = [.. Enumerable.Range(0, 3000).Select(static number => $"topic/{number}")];

    [Fact]
    public void Shards_have_parts_of_about_the_same_size()
    {
        var ring = new RedisRing(3);

        Assert.All(_names.GroupBy(ring.ShardOf), static part => Assert.InRange(part.Count(), 700, 1300));
    }

    [Fact]
    public void One_shard_more_takes_its_part_and_moves_nothing_else()
    {
        var (three, four) = (new RedisRing(3), new RedisRing(4));

        var moved = _names.Where(name => three.ShardOf(name) != four.ShardOf(name)).ToList();

        Assert.All(moved, name => Assert.Equal(3, four.ShardOf(name)));
        Assert.InRange(moved.Count, 500, 1000);
    }

    [Theory]
    [InlineData("chat/lobby", 0)]
    [InlineData("a", 1)]
    [InlineData("prices/x", 3)]
    public void Where_a_name_lies_never_changes(string name, int shard) => Assert.Equal(shard, new RedisRing(5).ShardOf(name));
}
