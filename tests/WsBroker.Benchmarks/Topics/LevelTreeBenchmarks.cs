using System.Globalization;
using BenchmarkDotNet.Attributes;
using WsBroker.Broker.Topics;

namespace WsBroker.Benchmarks.Topics;

/// <summary>Finding the filters that match a name, among many that do not.</summary>
[MemoryDiagnoser]
public class LevelTreeBenchmarks
{
    private static readonly string[] _matching = ["room/7/chat", "room/+/chat", "room/7/+", "+/+/chat", "room/#", "#"];

    private readonly List<string> _found = [];
    private readonly TopicName _name = TopicName.TryParse("room/7/chat", out var name, out _) ? name : throw new FormatException("no name");
    private LevelTree<string> _tree = new();

    /// <summary>How many filters do not match.</summary>
    [Params(0, 1_000, 1_000_000)]
    public int Others { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _tree = new LevelTree<string>();
        foreach (var filter in _matching)
        {
            _tree.Set(filter, filter);
        }

        for (var number = 0; number < Others; number++)
        {
            var filter = string.Create(CultureInfo.InvariantCulture, $"room/{number % 1000}/+/{number}");
            _tree.Set(filter, filter);
        }
    }

    [Benchmark]
    public int Find()
    {
        _found.Clear();
        _tree.AddFiltersOf(_name, _found);
        return _found.Count;
    }
}
