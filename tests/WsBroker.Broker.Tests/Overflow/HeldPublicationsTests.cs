using System.Text;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Overflow;

public sealed class HeldPublicationsTests
{
    private const int Room = 10_000;
    private const int Length = 744;

    // What an entry counts for is 1,000 bytes with these: ten of them fill the room
    private readonly List<OverflowPolicy> _dropped = [];
    private readonly HeldPublications _held;

    public HeldPublicationsTests() => _held = new HeldPublications(Room, _dropped.Add);

    [Fact]
    public void What_has_room_comes_out_in_the_order_in_which_it_went_in()
    {
        var (a, b) = (Topic(OverflowPolicy.DropOldest, "a"), Topic(OverflowPolicy.DropNewest, "b"));

        Add(a, 1, 2);
        Add(b, 1);
        Add(a, 3);

        Assert.Equal(["a 1", "a 2", "b 1", "a 3"], TakeAll());
        Assert.Empty(_dropped);
        Assert.Equal((true, 0), (_held.IsEmpty, _held.Cost));
    }

    [Fact]
    public void Drop_oldest_keeps_the_newest_and_tells_the_gap_before_them()
    {
        var topic = Topic(OverflowPolicy.DropOldest);

        Add(topic, [.. Enumerable.Range(5, 100)]);

        // One of the ten is the gap's
        Assert.Equal(["t gap 5 to 95", .. Offsets(96, 104)], TakeAll());
        Assert.Equal(91, _dropped.Count);
    }

    [Fact]
    public void Drop_newest_keeps_the_oldest_and_tells_the_gap_behind_them()
    {
        var topic = Topic(OverflowPolicy.DropNewest);

        Add(topic, [.. Enumerable.Range(5, 100)]);

        Assert.Equal([.. Offsets(5, 14), "t gap 15 to 104"], TakeAll());
    }

    [Fact]
    public void Conflate_keeps_the_newest_of_each_key_even_while_there_is_room()
    {
        var topic = Topic(OverflowPolicy.Conflate);

        AddKeyed(topic, "a", 1);
        AddKeyed(topic, "b", 2);
        AddKeyed(topic, "a", 3);
        AddKeyed(topic, "b", 4);
        AddKeyed(topic, "c", 5);
        AddKeyed(topic, "b", 6);

        Assert.Equal(["t gap 1 to 2", "t 3", "t gap 4 to 4", "t 5", "t 6"], TakeAll());
    }

    [Fact]
    public void Conflate_with_more_keys_than_there_is_room_for_keeps_the_newest_of_them()
    {
        var topic = Topic(OverflowPolicy.Conflate);

        for (var offset = 1; offset <= 30; offset++)
        {
            AddKeyed(topic, $"{offset}", offset);
        }

        Assert.Equal(["t gap 1 to 21", .. Offsets(22, 30)], TakeAll());
    }

    [Fact]
    public void What_may_not_lose_its_oldest_keeps_them_while_others_lose_theirs()
    {
        var (old, @new) = (Topic(OverflowPolicy.DropNewest, "n"), Topic(OverflowPolicy.DropOldest, "o"));

        Add(old, 1, 2, 3);
        Add(@new, [.. Enumerable.Range(1, 9)]);
        Add(old, 4);

        Assert.Equal(["n 1", "n 2", "n 3", "o gap 1 to 3", "o 4", "o 5", "o 6", "o 7", "o 8", "o 9", "n gap 4 to 4"], TakeAll());
    }

    [Fact]
    public void Where_nothing_older_may_go_the_newest_does()
    {
        var (old, @new) = (Topic(OverflowPolicy.DropNewest, "n"), Topic(OverflowPolicy.DropOldest, "o"));

        Add(old, [.. Enumerable.Range(1, 10)]);
        Add(@new, 1, 2);

        Assert.Equal([.. Enumerable.Range(1, 10).Select(static offset => $"n {offset}"), "o gap 1 to 2"], TakeAll());
    }

    [Fact]
    public void What_was_never_for_the_subscriber_is_in_no_gap()
    {
        var topic = Topic(OverflowPolicy.DropOldest);

        Add(topic, 1, 2, 4, 5, 7);
        Add(topic, [.. Enumerable.Range(8, 20)]);

        Assert.Equal(["t gap 1 to 2", "t gap 4 to 5", "t gap 7 to 18", .. Offsets(19, 27)], TakeAll());
    }

    [Fact]
    public void Two_lives_of_a_topic_have_gaps_of_their_own()
    {
        var (first, second) = (Topic(OverflowPolicy.DropNewest), Topic(OverflowPolicy.DropNewest));

        Add(first, [.. Enumerable.Range(1, 11)]);
        Add(second, 12, 13);

        Assert.Equal([.. Offsets(1, 10), "t gap 11 to 11", "t gap 12 to 13"], TakeAll());
    }

    [Fact]
    public void One_publication_is_held_however_large_it_is()
    {
        var topic = Topic(OverflowPolicy.DropOldest);

        Assert.True(_held.TryAdd(Parts.Of(topic, new string('x', Room * 3), 1)));
        Add(topic, 2);

        Assert.Equal(["t gap 1 to 1", "t 2"], TakeAll());
    }

    [Fact]
    public void Other_news_wait_their_turn_and_are_never_dropped()
    {
        var topic = Topic(OverflowPolicy.DropOldest);
        Add(topic, 1);
        _held.TryAdd(new SessionEvent.Unsubscribed(default, Sample.Filter("t")));
        Add(Topic(OverflowPolicy.DropOldest, "u"), [.. Enumerable.Range(1, 20)]);

        Assert.Equal(["t gap 1 to 1", "Unsubscribed", "u gap 1 to 11"], TakeAll()[..3]);
    }

    [Fact]
    public void Gaps_that_cannot_be_told_together_are_bounded_too()
    {
        var topic = Topic(OverflowPolicy.DropNewest);
        Add(topic, [.. Enumerable.Range(1, 10)]);

        var isFull = false;
        for (var offset = 12; offset < 2000 && !isFull; offset += 2)
        {
            isFull = !_held.TryAdd(Parts.Of(topic, new string('x', Length), offset));
        }

        Assert.True(isFull);
    }

    [Fact]
    public void A_publication_that_waits_keeps_no_others_in_memory_and_is_shared()
    {
        var delivery = Parts.Of(Topic(OverflowPolicy.DropOldest), new string('x', 50), 1, 2, 3);
        var other = new HeldPublications(Room, _dropped.Add);

        _held.TryAdd(delivery);
        other.TryAdd(delivery);

        var (mine, its) = ((SessionEvent.Delivered)_held.Take(), (SessionEvent.Delivered)other.Take());
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(mine.Bytes, out var array));
        Assert.Equal(array.Count, array.Array!.Length);
        Assert.Equal(mine.Bytes, its.Bytes);
    }

    private static LossyTopic Topic(OverflowPolicy policy, string name = "t") => new(Sample.Topic(name), policy);

    private static IEnumerable<string> Offsets(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(static offset => $"t {offset}");

    private void Add(LossyTopic topic, params int[] offsets) =>
        Assert.True(_held.TryAdd(Parts.Of(topic, new string('x', Length), offsets)));

    private void AddKeyed(LossyTopic topic, string key, int offset) =>
        Assert.True(_held.TryAdd(Parts.Of(topic, new string('x', Length), key, offset)));

    private string[] TakeAll()
    {
        var taken = new List<string>();
        while (!_held.IsEmpty)
        {
            taken.Add(_held.Take() switch
            {
                SessionEvent.Delivered delivery => Encoding.UTF8.GetString(delivery.Bytes.Span).TrimEnd('x', ' '),
                SessionEvent.Gap gap => $"{gap.Topic} gap {gap.From} to {gap.To}",
                var news => news.GetType().Name,
            });
        }

        return [.. taken];
    }
}
