using WsBroker.Broker.Cluster;
using WsBroker.Redis.Cluster;
using WsBroker.Redis.Letters;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Cluster;

public sealed class PresenceMessageTests
{
    private const string Message = """1700000000000000 00000000000000aa1000000000000000100000012{"user":"u"}0000000000000000200000000""";

    [Fact]
    public void Who_came_and_went_is_read_with_the_version()
    {
        var news = PresenceMessage.Read(Sample.Topic("t"), Message, own: null, out var problem);

        Assert.NotNull(news);
        Assert.Equal((1_700_000_000_000_000, LetterProblem.None), (news.Version, problem));
        Assert.Equal((0xaaUL, 1UL, "u"), (news.Joined[0].Node.Value, news.Joined[0].Client.Client.Value, news.Joined[0].Client.User));
        Assert.Equal(2UL, Assert.Single(news.Left).Client.Client.Value);
    }

    [Fact]
    public void Of_what_the_node_said_itself_only_the_version_counts()
    {
        var news = PresenceMessage.Read(Sample.Topic("t"), Message, new NodeId(0xaa), out _);

        Assert.True(news is { Version: 1_700_000_000_000_000, Joined.Count: 0, Left.Count: 0 });
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("x 00000000000000aa")]
    [InlineData("1 00000000000000")]
    [InlineData("1 zz000000000000aa")]
    [InlineData("1 00000000000000aa1")]
    [InlineData("1 00000000000000aa1000000000000000199999999{}")]
    [InlineData("1 00000000000000aa10000000000000001000000-1{}")]
    [InlineData("1 00000000000000aa1000000000000000100000002[]")]
    [InlineData("1 00000000000000aa1000000000000000100000019{\"info\":\"bm90IGpzb24\"}")]
    public void AZ_13_What_no_node_writes_is_passed_over(string message)
    {
        Assert.Null(PresenceMessage.Read(Sample.Topic("t"), message, own: null, out var problem));
        Assert.Equal(LetterProblem.Malformed, problem);
    }

    [Fact]
    public void AZ_13_What_is_too_long_is_passed_over_and_so_is_whatever_was_changed_without_a_failure()
    {
        Assert.Null(PresenceMessage.Read(Sample.Topic("t"), new byte[10 * 1024 * 1024], own: null, out var problem));
        Assert.Equal(LetterProblem.TooLong, problem);

        var random = new SeededNumbers(seed: 1);
        for (var run = 0; run < 20_000; run++)
        {
            var changed = System.Text.Encoding.ASCII.GetBytes(Message);
            changed[random.Next() % (ulong)changed.Length] = (byte)random.Next();
            Array.Resize(ref changed, changed.Length - (int)(random.Next() % 60));
            _ = PresenceMessage.Read(Sample.Topic("t"), changed, own: null, out _);
        }
    }
}
