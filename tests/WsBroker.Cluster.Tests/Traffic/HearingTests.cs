using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>That the checker of runs finds what it is there for.</summary>
public sealed class HearingTests
{
    private readonly TopicLedger _ledger = new("t");
    private readonly Hearing _hearing;

    public HearingTests()
    {
        _hearing = new Hearing(_ledger);
        _hearing.Begin(new TopicPosition("e", 1));
        for (var offset = 1; offset <= 5; offset++)
        {
            _ledger.NoteTry($"text {offset}");
            _ledger.NoteAcknowledged(new TopicPosition("e", offset), $"text {offset}");
        }
    }

    [Fact]
    public void What_was_acknowledged_each_once_and_in_order_is_whole()
    {
        Hear(2, 3, 4, 5);

        Assert.Equal((0, 0, 0, 0), _hearing.Check());
        Assert.True(_hearing.HasReached(_ledger.Ends));
    }

    [Fact]
    public void What_is_missing_in_between_is_lost_and_a_gap()
    {
        Hear(2, 4, 5);

        Assert.Equal((1, 0, 0, 1), _hearing.Check());
    }

    [Fact]
    public void What_is_missing_at_the_end_is_lost()
    {
        Hear(2, 3);

        Assert.Equal((2, 0, 0, 0), _hearing.Check());
        Assert.False(_hearing.HasReached(_ledger.Ends));
    }

    [Fact]
    public void Who_hears_nothing_has_lost_all_that_came_after_its_beginning()
    {
        Assert.Equal((4, 0, 0, 0), _hearing.Check());
        Assert.False(_hearing.HasReached(_ledger.Ends));
    }

    [Fact]
    public void What_is_acknowledged_in_an_epoch_of_which_it_was_never_told_is_lost()
    {
        Hear(2, 3, 4, 5);
        Acknowledge("f", 2);

        Assert.Equal((2, 0, 0, 0), _hearing.Check());
    }

    [Fact]
    public void What_was_not_heard_when_a_new_epoch_was_told_of_is_not_lost_and_what_comes_in_that_epoch_is_due()
    {
        Hear(2, 3);
        Acknowledge("f", 3);
        BeginAnew(new TopicPosition("f", 1));
        Assert.False(_hearing.HasReached(_ledger.Ends));
        _hearing.Add(new TopicPosition("f", 3), "f 3");

        Assert.Equal((1, 0, 0, 1), _hearing.Check());
        Assert.True(_hearing.HasReached(_ledger.Ends));
    }

    [Fact]
    public void What_was_not_heard_when_a_new_epoch_began_without_a_gap_that_says_so_is_lost()
    {
        Hear(2, 3);
        _hearing.Begin(new TopicPosition("f", 0));

        Assert.Equal((2, 0, 0, 0), _hearing.Check());
    }

    [Fact]
    public void What_is_missing_in_between_is_lost_though_a_new_epoch_was_told_of()
    {
        Hear(2, 4, 5);
        BeginAnew(new TopicPosition("f", 0));

        Assert.Equal((1, 0, 0, 2), _hearing.Check());
    }

    [Fact]
    public void What_comes_twice_is_duplicated_and_out_of_order()
    {
        Hear(1, 2, 2, 3, 4, 5);

        Assert.Equal((0, 0, 1, 1), _hearing.Check());
    }

    [Fact]
    public void What_stands_in_another_place_than_was_acknowledged_is_lost_there()
    {
        Hear(1, 2, 3, 4);
        _hearing.Add(new TopicPosition("e", 5), "text 1");

        Assert.Equal((1, 0, 1, 0), _hearing.Check());
    }

    [Fact]
    public void What_nobody_published_is_unexpected()
    {
        Hear(1, 2, 3, 4, 5);
        _hearing.Add(new TopicPosition("e", 6), "out of nowhere");

        Assert.Equal((0, 1, 0, 0), _hearing.Check());
    }

    [Fact]
    public void A_gap_that_is_declared_counts()
    {
        Hear(1, 2, 3, 4, 5);
        _hearing.Add(new TopicGap("t", 6, 7, GapReason.Declared));

        Assert.Equal((0, 0, 0, 1), _hearing.Check());
    }

    private void Acknowledge(string epoch, int count)
    {
        for (var offset = 1; offset <= count; offset++)
        {
            _ledger.NoteTry($"{epoch} {offset}");
            _ledger.NoteAcknowledged(new TopicPosition(epoch, offset), $"{epoch} {offset}");
        }
    }

    private void BeginAnew(TopicPosition position)
    {
        _hearing.Begin(position);
        _hearing.Add(new TopicGap("t", From: null, To: null, GapReason.NewEpoch));
    }

    private void Hear(params int[] offsets) =>
        Array.ForEach(offsets, offset => _hearing.Add(new TopicPosition("e", offset), $"text {offset}"));
}
