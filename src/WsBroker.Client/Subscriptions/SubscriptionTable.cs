using System.Diagnostics.CodeAnalysis;
using WsBroker.Client.Messages;

namespace WsBroker.Client.Subscriptions;

/// <summary>The subscriptions of a client, each topic or filter once, and who gets which message.</summary>
/// <remarks>Belongs to the session and its lock.</remarks>
internal sealed class SubscriptionTable
{
    private readonly Dictionary<string, Subscription> _byFilter = new(StringComparer.Ordinal);
    private readonly List<Subscription> _withWildcards = [];

    /// <summary>All of them, until the table is changed.</summary>
    public IReadOnlyCollection<Subscription> All => _byFilter.Values;

    /// <summary>Adds one.</summary>
    /// <returns>False if there is one to the same topic or filter.</returns>
    public bool TryAdd(Subscription subscription)
    {
        if (!_byFilter.TryAdd(subscription.Filter, subscription))
        {
            return false;
        }

        if (!subscription.IsExact)
        {
            _withWildcards.Add(subscription);
        }

        return true;
    }

    /// <summary>Takes one out, if it is in.</summary>
    public void Remove(Subscription subscription)
    {
        if (_byFilter.GetValueOrDefault(subscription.Filter) == subscription)
        {
            _byFilter.Remove(subscription.Filter);
            _withWildcards.Remove(subscription);
        }
    }

    /// <summary>The one that was asked for by a request.</summary>
    public bool TryFind(long request, [NotNullWhen(true)] out Subscription? subscription)
    {
        subscription = _byFilter.Values.FirstOrDefault(
            known => known.State is SubscriptionState.Requested asked && asked.Id == request);
        return subscription is not null;
    }

    /// <summary>The one of which the server says that it stands.</summary>
    public bool TryFind(ServerEvent.Subscribed answer, [NotNullWhen(true)] out Subscription? subscription) => answer.Id is { } id
        ? TryFind(id, out subscription)
        : TryFindResuming(answer.Filter, out subscription);

    /// <summary>The one to a topic or filter, if it stands.</summary>
    public bool TryFindLive(string filter, [NotNullWhen(true)] out Subscription? subscription) =>
        _byFilter.TryGetValue(filter, out subscription) && subscription.State is SubscriptionState.Live;

    /// <summary>The one to a topic or filter, if the server is taking it up again.</summary>
    public bool TryFindResuming(string filter, [NotNullWhen(true)] out Subscription? subscription) =>
        _byFilter.TryGetValue(filter, out subscription) && subscription.State is SubscriptionState.Resuming;

    /// <summary>Gives a message to all that it is for.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isOwn">Whether this client published it.</param>
    public void Deliver(WsBrokerMessage message, bool isOwn)
    {
        // The server sends what a topic's own subscription missed even if one with wildcards got it before. A message
        // that comes for both comes once; where it overlaps with what was missed it comes twice, and then the second is
        // for those
        if (_byFilter.TryGetValue(message.Topic, out var exact)
            && exact.State is SubscriptionState.Live live
            && exact.Take(message, isOwn)
            && message.Offset <= live.CaughtUpAt)
        {
            return;
        }

        foreach (var subscription in _withWildcards)
        {
            if (IsMeant(subscription, message.Topic))
            {
                subscription.Take(message, isOwn);
            }
        }
    }

    /// <summary>Those that stand and get messages of a topic, or of the topics that a filter means.</summary>
    public IEnumerable<Subscription> FindLive(string topicOrFilter) => _byFilter.Values.Where(
        known => known.State is SubscriptionState.Live
            && (known.Filter.Equals(topicOrFilter, StringComparison.Ordinal)
                || (!known.IsExact && FilterPattern.Matches(known.Filter, topicOrFilter))));

    private static bool IsMeant(Subscription subscription, string topic) =>
        subscription.State is SubscriptionState.Live && FilterPattern.Matches(subscription.Filter, topic);
}
