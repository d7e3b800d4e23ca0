using WsBroker.Actors.Kernel;

namespace WsBroker.Actors.Tests.Kernel;

/// <summary>A list that is left without a search.</summary>
public sealed class RosterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Holds_whom_was_added_and_not_removed(ulong seed)
    {
        var random = new SplitMix(seed);
        var roster = new Roster<Member>();
        var model = new List<Member>();

        for (var step = 0; step < 10_000; step++)
        {
            // Now mostly growing, now mostly shrinking
            if (random.Below(1000) < (step / 1000 % 2 == 0 ? 700 : 300))
            {
                model.Add(new Member());
                roster.Add(model[^1]);
            }
            else if (model.Count > 0)
            {
                var leaving = model[random.Below(model.Count)];
                model.Remove(leaving);
                Assert.True(roster.TryRemove(leaving));
                Assert.False(roster.TryRemove(leaving));
            }
        }

        Assert.Equal(model.Count, roster.Count);
        Assert.Equal(model.ToHashSet(), roster.ToArray().ToHashSet());
        Assert.Equal(model.Count, roster.TakeAll().Length);
        Assert.Equal(0, roster.Count);
        Assert.All(model, member => Assert.False(roster.TryRemove(member)));
    }

    private sealed class Member : IPlaced
    {
        public int Place { get; set; } = -1;
    }
}
