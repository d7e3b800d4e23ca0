using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

public sealed class KeyWindowTests
{
    [Fact]
    public void Knows_the_latest_keys_up_to_its_count()
    {
        var window = new KeyWindow(maxCount: 2);
        window.Add("a", 1, at: 0);
        window.Add("b", 2, at: 0);
        window.Add("c", 3, at: 0);

        Assert.False(window.TryFind("a", out _));
        Assert.True(window.TryFind("b", out var offset));
        Assert.Equal((2, 2, 2), (offset, window.FirstOffset, window.Count));
    }

    [Fact]
    public void Forgets_what_was_taken_before_a_time()
    {
        var window = new KeyWindow(maxCount: 10);
        window.Add("a", 1, at: 5);
        window.Add("b", 2, at: 6);

        window.RemoveOlderThan(6);

        Assert.False(window.TryFind("a", out _));
        Assert.True(window.TryFind("b", out _));
        Assert.Equal(6, window.OldestAt);
    }

    [Fact]
    public void A_key_that_comes_again_outlives_its_first_publication()
    {
        var window = new KeyWindow(maxCount: 10);
        window.Add("a", 1, at: 5);
        window.Add("a", 7, at: 9);

        window.RemoveOlderThan(6);

        Assert.True(window.TryFind("a", out var offset));
        Assert.Equal(7, offset);
    }
}
