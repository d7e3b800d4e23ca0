using System.Diagnostics.CodeAnalysis;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>The subscriptions of one session: most have one or two, so they are looked at one by one.</summary>
/// <remarks>A mutable struct, to save an object for each session: not to be copied.</remarks>
internal struct SubscriptionList
{
    private Subscription[]? _all;

    /// <summary>How many there are.</summary>
    public readonly int Count => All.Length;

    /// <summary>All of them, until the list is changed.</summary>
    public readonly ReadOnlySpan<Subscription> All => _all;

    /// <summary>What they are to.</summary>
    public readonly IReadOnlyList<TopicFilter> Filters => Array.ConvertAll(_all ?? [], static known => known.Subscriber.Filter);

    /// <summary>The commands that would make them again.</summary>
    public readonly List<Command.Subscribe> Renewals => [.. (_all ?? []).Select(static known => known.Renewal)];

    /// <summary>Whether there is one to this topic or filter.</summary>
    public readonly bool Contains(TopicFilter filter) => IndexOf(filter) >= 0;

    /// <summary>Adds one.</summary>
    public void Add(Subscriber subscriber) => _all = [.. All, new Subscription(subscriber, Began: null)];

    /// <summary>Takes note of where one began.</summary>
    public readonly void NoteBegin(TopicFilter filter, TopicPosition position)
    {
        if (IndexOf(filter) is >= 0 and var at)
        {
            _all![at] = _all[at] with { Began = position };
        }
    }

    /// <summary>Has one be of a client that may do other things than before.</summary>
    /// <returns>As it is from now on.</returns>
    public readonly Subscriber Replace(Subscriber subscriber, Participant client)
    {
        var at = Array.FindIndex(_all!, known => ReferenceEquals(known.Subscriber, subscriber));
        var readmitted = subscriber with { Client = client };
        _all![at] = _all[at] with { Subscriber = readmitted };
        return readmitted;
    }

    /// <summary>Takes the one to this topic or filter out.</summary>
    public bool TryTake(TopicFilter filter, [NotNullWhen(true)] out Subscriber? subscriber)
    {
        var at = IndexOf(filter);
        subscriber = at < 0 ? null : _all![at].Subscriber;
        if (subscriber is null)
        {
            return false;
        }

        Remove(subscriber);
        return true;
    }

    /// <summary>Takes one out, if it is in.</summary>
    public void Remove(Subscriber subscriber) =>
        _all = Array.FindAll(_all ?? [], known => !ReferenceEquals(known.Subscriber, subscriber));

    /// <summary>Takes all out.</summary>
    public void Clear() => _all = null;

    private readonly int IndexOf(TopicFilter filter) =>
        _all is null ? -1 : Array.FindIndex(_all, known => known.Subscriber.Filter.Equals(filter));
}
