using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class SubscriberListTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Has_each_session_once_however_it_came_and_goes(int sessions)
    {
        var numbers = new SeededNumbers((ulong)sessions);
        var list = new SubscriberList();
        var form = new PlainForm();
        var subscribers = Enumerable.Range(0, sessions)
            .Select(_ => new Subscriber(Sample.Filter("t"), new ActorProbe<SessionMessage>(), Sample.Client, form, Echo: true)).ToList();
        var byName = new HashSet<Subscriber>();
        var byFilters = subscribers.ToDictionary(static one => one, static _ => 0);
        for (var round = 0; round < 4000; round++)
        {
            var one = numbers.Pick(subscribers);
            switch (numbers.Below(4))
            {
                case 0:
                    list.Add(one, next: 1);
                    byName.Add(one);
                    break;
                case 1:
                    list.Join(one, next: 1);
                    byFilters[one]++;
                    break;
                case 2:
                    list.Remove(one.Session);
                    byName.Remove(one);
                    break;
                default:
                    list.Leave(one.Session);
                    byFilters[one] = Math.Max(0, byFilters[one] - 1);
                    break;
            }

            var expected = subscribers.Where(known => byName.Contains(known) || byFilters[known] > 0).ToHashSet();
            Assert.Equal(byName.Count, list.NamedCount);
            Assert.Equal(expected.Count, list.Count);
            Assert.Equal(expected, Listed(list));
        }
    }

    [Fact]
    public void The_newest_subscription_of_a_session_says_how_it_gets_publications()
    {
        var list = new SubscriberList();
        var session = new ActorProbe<SessionMessage>();
        list.Join(new Subscriber(Sample.Filter("t"), session, Sample.Client, new PlainForm(), Echo: true), next: 1);

        var newest = new Subscriber(Sample.Filter("t"), session, Sample.Client, new PlainForm(), Echo: false);
        list.Add(newest, next: 1);

        Assert.Same(newest, list.Entries[0].Subscriber);
        Assert.Equal(1, list.Count);
    }

    private static HashSet<Subscriber> Listed(SubscriberList list)
    {
        var listed = new HashSet<Subscriber>();
        foreach (ref readonly var entry in list.Entries)
        {
            Assert.True(listed.Add(entry.Subscriber));
        }

        return listed;
    }
}
