namespace WsBroker.Broker.Topics;

/// <summary>The subscribers of one filter, at least one until the last is taken out. One alone costs no set.</summary>
internal sealed class FilterSubscribers(Subscriber first)
{
    private Subscriber? _only = first;
    private HashSet<Subscriber>? _many;

    /// <summary>How many there are.</summary>
    public int Count => _many?.Count ?? (_only is null ? 0 : 1);

    /// <summary>Adds one that is not here yet.</summary>
    public void Add(Subscriber subscriber)
    {
        // By reference: a session that subscribes once more, in the same way, is another subscriber
        _many ??= new HashSet<Subscriber>(ReferenceEqualityComparer.Instance) { _only! };
        _only = null;
        _many.Add(subscriber);
    }

    /// <summary>Takes one out.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(Subscriber subscriber)
    {
        if (_many is not null)
        {
            var isHere = _many.Remove(subscriber);
            Shrink(_many);
            return isHere;
        }

        var isOnly = ReferenceEquals(_only, subscriber);
        _only = isOnly ? null : _only;
        return isOnly;
    }

    /// <summary>Adds all of them to a list.</summary>
    public void AddTo(List<Subscriber> list)
    {
        if (_many is not null)
        {
            list.AddRange(_many);
        }
        else if (_only is not null)
        {
            list.Add(_only);
        }
    }

    private void Shrink(HashSet<Subscriber> many)
    {
        if (many.Count == 1)
        {
            _only = many.Single();
            _many = null;
        }
        else if (many.Count < many.Capacity / 4)
        {
            many.TrimExcess(many.Count * 2);
        }
    }
}
