using System.Diagnostics;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Tests.Keys;

public sealed class ApiKeysTests
{
    [Theory]
    [InlineData("first", "one")]
    [InlineData("second", "two")]
    [InlineData("third", null)]
    [InlineData("", null)]
    [InlineData("First", null)]
    [InlineData("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e", null)]
    public void AU_19_A_key_is_found_by_what_it_is_and_not_by_its_hash(string presented, string? expected) =>
        Assert.Equal(expected, new ApiKeys([Some.Key("one", "first"), Some.Key("two", "second")]).Find(presented)?.Name);

    [Fact]
    public void AU_19_Nothing_is_told_by_what_comes_before_or_after_the_right_one_in_the_list()
    {
        var all = Enumerable.Range(0, 100).Select(static number => Some.Key($"{number}", $"key {number}")).ToList();
        var keys = new ApiKeys(all);

        Assert.All(all, key => Assert.Equal(key.Name, keys.Find($"key {key.Name}")?.Name));
    }

    [Fact]
    public void AU_19_How_long_it_takes_says_nothing_of_how_much_of_a_key_was_right()
    {
        const int Samples = 2500;
        const int AtOnce = 20;
        var common = new string('k', 4000);
        var keys = new ApiKeys([.. Enumerable.Range(0, 100).Select(number => Some.Key($"{number}", $"{common}{number:000}"))]);
        var (right, wrong) = (new List<TimeSpan>(Samples), new List<TimeSpan>(Samples));

        // Taken in turns, so that whatever else the machine does is in both
        for (var sample = 0; sample < Samples; sample++)
        {
            right.Add(Time($"{common}x00"));
            wrong.Add(Time($"x{common}00"));
        }

        right.Sort();
        wrong.Sort();
        Assert.InRange(right[Samples / 2] / wrong[Samples / 2], 0.67, 1.5);

        TimeSpan Time(string presented)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var time = 0; time < AtOnce; time++)
            {
                Assert.Null(keys.Find(presented));
            }

            return Stopwatch.GetElapsedTime(begun);
        }
    }

    [Fact]
    public void Replaced_keys_are_no_longer_good()
    {
        var keys = new ApiKeys([]);
        Assert.True(keys.IsEmpty);

        keys.Replace([Some.Key("one", "first")]);
        keys.Replace([Some.Key("two", "second")]);

        Assert.Null(keys.Find("first"));
        Assert.Equal("two", keys.Find("second")?.Name);
        Assert.False(keys.IsEmpty);
    }
}
