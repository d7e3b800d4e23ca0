using WsBroker.Broker.Publications;
using WsBroker.Redis.Cluster;

namespace WsBroker.Redis.Tests.Cluster;

public sealed class PresenceChangesTests
{
    private static readonly Participant _one = new(new ClientId(1), "u1");
    private static readonly Participant _two = new(new ClientId(2), "u2");

    [Fact]
    public void Of_each_client_the_newest_is_said()
    {
        var changes = new PresenceChanges();
        changes.Add(_one.Client, _one, isLast: false);
        changes.Add(_two.Client, _two, isLast: false);
        changes.Add(_one.Client, about: null, isLast: false);

        Assert.Equal([(_one.Client, null), (_two.Client, _two)], Said(changes));
        Assert.False(changes.AreAll || changes.IsEmptyThen);
    }

    [Fact]
    public void When_all_is_said_who_has_gone_is_left_out()
    {
        var changes = new PresenceChanges();
        changes.Add(_one.Client, about: null, isLast: true);
        changes.Replace([_one, _two]);
        changes.Add(_one.Client, about: null, isLast: false);

        Assert.True(changes.AreAll);
        Assert.Equal([(_two.Client, _two)], Said(changes));
    }

    [Fact]
    public void What_could_not_be_said_goes_before_what_came_since()
    {
        var (earlier, later) = (new PresenceChanges(), new PresenceChanges());
        earlier.Add(_one.Client, _one, isLast: false);
        earlier.Add(_two.Client, _two, isLast: false);
        later.Add(_one.Client, about: null, isLast: false);

        later.PutBefore(earlier);

        Assert.Equal([(_one.Client, null), (_two.Client, _two)], Said(later));
    }

    [Fact]
    public void When_all_that_was_to_be_said_could_not_be_said_it_is_said_with_what_came_since()
    {
        var (earlier, later) = (new PresenceChanges(), new PresenceChanges());
        earlier.Replace([_one, _two]);
        later.Add(_one.Client, about: null, isLast: false);

        later.PutBefore(earlier);

        Assert.True(later.AreAll);
        Assert.Equal([(_two.Client, _two)], Said(later));
    }

    [Fact]
    public void When_all_is_to_be_said_nothing_that_came_before_counts()
    {
        var (earlier, later) = (new PresenceChanges(), new PresenceChanges());
        earlier.Add(_one.Client, _one, isLast: false);
        later.Replace([]);

        later.PutBefore(earlier);

        Assert.True(later is { AreAll: true, IsEmptyThen: true });
        Assert.Empty(Said(later));
    }

    private static IEnumerable<(ClientId Client, Participant? About)> Said(PresenceChanges changes) =>
        changes.Clients.OrderBy(static one => one.Key.Value).Select(static one => (one.Key, one.Value));
}
