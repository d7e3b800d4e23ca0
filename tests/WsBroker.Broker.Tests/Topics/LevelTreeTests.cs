using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

[Collection(Alone.Name)]
public sealed class LevelTreeTests
{
    private static readonly string[] _levels = ["a", "b", "c", "", "$s"];
    private static readonly string[] _withWildcards = [.. _levels, "+", "+"];

    [Fact]
    public void Finds_the_filters_that_match_a_name_and_the_names_that_a_filter_matches()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var numbers = new SeededNumbers(seed);
            var filters = Draw(numbers, _withWildcards, mayEndWithRest: true).Select(Sample.Filter).ToHashSet();
            var names = Draw(numbers, _levels, mayEndWithRest: false).Select(Sample.Topic).ToHashSet();
            var (filterTree, nameTree) = Fill(filters, names);
            foreach (var gone in numbers.OneIn(2) ? filters.Where(_ => numbers.OneIn(2)).ToList() : [])
            {
                filters.Remove(gone);
                filterTree.Remove(gone.Text);
            }

            Assert.All(names, name => Assert.Equal(
                Sorted(filters.Where(filter => filter.Matches(name)).Select(static filter => filter.Text)), Sorted(Filters(filterTree, name))));
            Assert.All(filters, filter => Assert.Equal(
                Sorted(names.Where(filter.Matches).Select(static name => name.Text)), Sorted(Names(nameTree, filter))));
        }
    }

    [Fact]
    public void Finding_filters_costs_nothing_for_those_that_do_not_match()
    {
        var tree = new LevelTree<string>();
        string[] matching = ["a/7/x", "a/+/x", "a/7/+", "a/7/#", "#"];
        foreach (var text in Enumerable.Range(0, 100_000).Select(static number => $"a/{number}/+/y").Concat(matching))
        {
            tree.Set(text, text);
        }

        var found = new List<string>();
        var visited = tree.AddFiltersOf(Sample.Topic("a/7/x"), found);

        Assert.Equal(Sorted(matching), Sorted(found));
        Assert.InRange(visited, 1, 8);
    }

    [Fact]
    public void Finding_names_costs_nothing_for_those_below_other_levels()
    {
        var tree = new LevelTree<string>();
        foreach (var text in Enumerable.Range(0, 100_000).Select(static number => $"room/{number}/chat"))
        {
            tree.Set(text, text);
        }

        var found = new List<string>();
        var visited = tree.AddNamesIn(Sample.Filter("room/7/+"), found) + tree.AddNamesIn(Sample.Filter("none/#"), found);

        Assert.Equal(["room/7/chat"], found);
        Assert.InRange(visited, 1, 8);
    }

    [Fact]
    public void AP_09_Filters_of_nothing_but_wildcards_cost_each_level_once()
    {
        var tree = new LevelTree<string>();
        for (var levels = 1; levels <= TopicName.MaxLevels; levels++)
        {
            var text = string.Join('/', Enumerable.Repeat("+", levels));
            tree.Set(text, text);
            tree.Set($"{text[..^1]}#", $"{text[..^1]}#");
        }

        var found = new List<string>();
        var visited = tree.AddFiltersOf(Sample.Topic(string.Join('/', Enumerable.Repeat("x", TopicName.MaxLevels))), found);

        Assert.Equal(TopicName.MaxLevels + 1, found.Count);
        Assert.Equal(TopicName.MaxLevels + 1, visited);
    }

    [Fact]
    public void AP_09_Ten_thousand_patterns_on_ten_thousand_topics_look_at_no_level_of_a_pattern_twice()
    {
        var numbers = new SeededNumbers(9);
        var tree = new LevelTree<string>();
        var patterns = Enumerable.Range(0, 10_000)
            .Select(number => string.Join('/', Enumerable.Range(0, 13).Select(at => (number >> at & 1) == 0 ? "+" : "x")) + "/#").ToList();
        patterns.ForEach(pattern => tree.Set(pattern, pattern));
        var levels = patterns.SelectMany(static pattern => Enumerable.Range(0, 14).Select(at => pattern[..(at * 2)]))
            .Distinct(StringComparer.Ordinal).Count();

        for (var topic = 0; topic < 10_000; topic++)
        {
            var found = new List<string>();
            var name = string.Join('/', Enumerable.Range(0, 14).Select(_ => numbers.OneIn(20) ? "x" : "y"));
            var visited = tree.AddFiltersOf(Sample.Topic(name), found);
            Assert.InRange(visited, 1, levels);
        }
    }

    [Fact]
    public void What_is_removed_leaves_nothing_behind()
    {
        var tree = new LevelTree<string>();
        var texts = Enumerable.Range(0, 1000).Select(static number => $"a/{number % 10}/{number}/+").ToList();
        texts.ForEach(text => tree.Set(text, text));

        texts.ForEach(tree.Remove);
        tree.Remove("not/there");

        Assert.True(tree.IsEmpty);
        Assert.Equal(1, tree.AddFiltersOf(Sample.Topic("a/1/1/x"), []));
    }

    [Fact]
    public void Room_for_many_is_given_back_when_few_are_left()
    {
        var tree = new LevelTree<string>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number <= 100_000; number++)
        {
            tree.Set($"{number}", "");
        }

        for (var number = 2; number <= 100_000; number++)
        {
            tree.Remove($"{number}");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 100_000);
        Assert.False(tree.IsEmpty);
    }

    private static (LevelTree<string> Filters, LevelTree<string> Names) Fill(IEnumerable<TopicFilter> filters, IEnumerable<TopicName> names)
    {
        var (filterTree, nameTree) = (new LevelTree<string>(), new LevelTree<string>());
        foreach (var filter in filters)
        {
            filterTree.Set(filter.Text, filter.Text);
        }

        foreach (var name in names)
        {
            nameTree.Set(name.Text, name.Text);
        }

        return (filterTree, nameTree);
    }

    private static List<string> Filters(LevelTree<string> tree, TopicName name)
    {
        var found = new List<string>();
        tree.AddFiltersOf(name, found);
        return found;
    }

    private static List<string> Names(LevelTree<string> tree, TopicFilter filter)
    {
        var found = new List<string>();
        tree.AddNamesIn(filter, found);
        return found;
    }

    private static List<string> Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Draw(SeededNumbers numbers, string[] levels, bool mayEndWithRest) =>
        Enumerable.Range(0, 50).Select(_ =>
        {
            var drawn = Enumerable.Range(0, 1 + numbers.Below(4)).Select(_ => numbers.Pick(levels)).ToList();
            return string.Join('/', mayEndWithRest && numbers.OneIn(3) ? [.. drawn, "#"] : drawn);
        }).Where(static text => text.Length > 0);
}
