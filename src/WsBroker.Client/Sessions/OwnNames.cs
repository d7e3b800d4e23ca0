namespace WsBroker.Client.Sessions;

/// <summary>
/// The names that this client's connections have had as publishers, as far as messages of them may still come.
/// </summary>
internal sealed class OwnNames
{
    /// <summary>Names of connections before these are forgotten.</summary>
    // Only a history that holds messages older than so many reconnections could bring them back
    private const int MaxNames = 64;

    private readonly Queue<string> _inOrder = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether a publisher is this client.</summary>
    public bool Contains(string? publisher) => publisher is not null && _names.Contains(publisher);

    /// <summary>A new connection has got its name.</summary>
    public void Add(string? name)
    {
        if (name is null || !_names.Add(name))
        {
            return;
        }

        _inOrder.Enqueue(name);
        if (_inOrder.Count > MaxNames)
        {
            _names.Remove(_inOrder.Dequeue());
        }
    }
}
