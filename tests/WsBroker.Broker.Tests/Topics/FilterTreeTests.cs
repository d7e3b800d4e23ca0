using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class FilterTreeTests
{
    private readonly FilterTree _tree = new();

    [Fact]
    public void Many_subscribers_of_one_filter_come_and_go_one_by_one()
    {
        var subscribers = Enumerable.Range(0, 100).Select(static _ => Subscriber("a/+")).ToList();
        subscribers.ForEach(_tree.Add);
        Assert.Equal(100, _tree.Of(Sample.Topic("a/b")).Count);

        for (var left = subscribers.Count; left > 0; left--)
        {
            Assert.True(_tree.Remove(subscribers[left - 1]));
            Assert.Equal(subscribers[..(left - 1)], _tree.Of(Sample.Topic("a/b")));
        }

        Assert.Empty(_tree.All);
    }

    [Fact]
    public void Who_subscribes_twice_in_the_same_way_is_there_twice()
    {
        var first = Subscriber("a/+");
        var second = first with { };
        _tree.Add(first);
        _tree.Add(second);

        Assert.True(_tree.Remove(first));
        Assert.False(_tree.Remove(first));

        Assert.Same(second, Assert.Single(_tree.All));
    }

    [Fact]
    public void Has_those_of_every_filter_that_matches()
    {
        List<Subscriber> matching = [Subscriber("#"), Subscriber("a/+"), Subscriber("+/b"), Subscriber("a/b/#")];
        matching.ForEach(_tree.Add);
        _tree.Add(Subscriber("a"));
        _tree.Add(Subscriber("a/+/c"));

        Assert.Equal(matching.ToHashSet(), _tree.Of(Sample.Topic("a/b")).ToHashSet());
        Assert.Equal(6, _tree.All.Count);
        Assert.False(_tree.Remove(Subscriber("not/there")));
    }

    private static Subscriber Subscriber(string filter) =>
        new(Sample.Filter(filter), new ActorProbe<SessionMessage>(), Sample.Client, new PlainForm(), Echo: true);
}
