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
