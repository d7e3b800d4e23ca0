using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Broker.Topics;

/// <summary>One level in a <see cref="LevelTree{TValue}"/>: a value for the text that ends here, and the levels that follow.</summary>
/// <remarks>An only child costs no dictionary, and what is removed leaves no room behind.</remarks>
/// <param name="level">What the level says.</param>
internal sealed class LevelNode<TValue>(string level)
    where TValue : class
{
    /// <summary>A dictionary is made smaller when less than this part of it is in use; then it is twice as large as it must be.</summary>
    private const int SparsePart = 4;

    private LevelNode<TValue>? _only;
    private Dictionary<string, LevelNode<TValue>>? _many;

    /// <summary>What the level says.</summary>
    public string Level => level;

    /// <summary>The value, or null if no text ends here.</summary>
    public TValue? Value { get; set; }

    /// <summary>Whether there is nothing here and nothing below.</summary>
    public bool IsEmpty => Value is null && _only is null && _many is null;

    /// <summary>The levels that follow, in no order, until one comes or goes.</summary>
    public IEnumerable<LevelNode<TValue>> Children =>
        _many is not null ? _many.Values : _only is not null ? [_only] : [];

    /// <summary>Finds one of the levels that follow.</summary>
    public bool TryFind(ReadOnlySpan<char> next, [NotNullWhen(true)] out LevelNode<TValue>? child)
    {
        if (_many is not null)
        {
            return _many.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(next, out child);
        }

        child = _only is not null && next.SequenceEqual(_only.Level) ? _only : null;
        return child is not null;
    }

    /// <summary>Adds a level that does not follow yet.</summary>
    public void Add(LevelNode<TValue> child)
    {
        if (_many is null && _only is null)
        {
            _only = child;
            return;
        }

        _many ??= new Dictionary<string, LevelNode<TValue>>(StringComparer.Ordinal) { [_only!.Level] = _only };
        _only = null;
        _many.Add(child.Level, child);
    }

    /// <summary>Takes out one of the levels that follow.</summary>
    public void Remove(LevelNode<TValue> child)
    {
        if (_many is null)
        {
            _only = null;
            return;
        }

        _many.Remove(child.Level);
        if (_many.Count == 1)
        {
            _only = _many.Values.Single();
            _many = null;
        }
        else if (_many.Count < _many.Capacity / SparsePart)
        {
            _many.TrimExcess(_many.Count * 2);
        }
    }
}
