using System.Collections.Concurrent;

namespace WsBroker.EndToEnd.Tests.WholeRun;

/// <summary>What was published, and where the broker said that it stands.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="total">How many publications there will be.</param>
internal sealed class Ledger(int total)
{
    private readonly ConcurrentDictionary<long, string> _acknowledged = [];
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = [];
    private int _count;

    /// <summary>How many publications there will be, and the offset of the last.</summary>
    public int Total => total;

    /// <summary>Takes note of an acknowledgement; no two may name the same offset.</summary>
    public void Add(long offset, string text)
    {
        Assert.True(_acknowledged.TryAdd(offset, text), $"offset {offset} was given to {text} and to {_acknowledged[offset]}");
        if (_waiting.TryGetValue(Interlocked.Increment(ref _count), out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Completes when so many are acknowledged.</summary>
    public Task ReachedAsync(int count)
    {
        var reached = _waiting.GetOrAdd(count, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _count) >= count)
        {
            reached.TrySetResult();
        }

        return reached.Task;
    }

    /// <summary>What a subscriber heard is what was acknowledged, each once and in its place, from where it began to the end.</summary>
    public void Check(IReadOnlyList<(long Offset, string Text)> heard, long from)
    {
        Assert.Equal(Enumerable.Range((int)from + 1, total - (int)from).Select(static offset => (long)offset), heard.Select(static one => one.Offset));
        Assert.All(heard, one => Assert.Equal(_acknowledged[one.Offset], one.Text));
    }

    /// <summary>What each publisher published stands in the order in which it did.</summary>
    public void CheckPublishers()
    {
        Assert.Equal(total, _acknowledged.Count);
        var byPublisher = _acknowledged.OrderBy(static one => one.Key).Select(static one => one.Value.Split(' ')).GroupBy(static one => one[0], StringComparer.Ordinal);
        Assert.All(byPublisher, static one => Assert.Equal(
            Enumerable.Range(0, one.Count()), one.Select(static parts => int.Parse(parts[1], provider: null))));
    }
}
