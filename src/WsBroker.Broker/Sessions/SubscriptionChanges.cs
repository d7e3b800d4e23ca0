using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What happens to the subscriptions of a session when its client may do other things than before.</summary>
internal static class SubscriptionChanges
{
    /// <summary>What ends a subscription at its topics.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="request">The client's name for its request, if it asked for that.</param>
    /// <param name="awaitedFor">For how long the session is kept that may come back for it.</param>
    public static TopicsMessage Leave(
        Subscriber subscription, ActorRef<SessionMessage> owner, RequestId request = default, TimeSpan awaitedFor = default) =>
        subscription.Filter.Exact is { } topic
            ? new TopicMessage.Unsubscribe(topic, subscription.Filter, owner, request) { AwaitedFor = awaitedFor }
            : new TopicsMessage.UnsubscribeFilter(subscription);

    /// <summary>Ends some of them, and tells the owner.</summary>
    public static void End(
        this ref SubscriptionList subscriptions,
        ErrorCode code,
        Predicate<Subscriber> which,
        ActorRef<SessionMessage> owner,
        ActorRef<TopicsMessage> topics)
    {
        foreach (var (ended, _) in subscriptions.All.ToArray())
        {
            if (which(ended))
            {
                subscriptions.Remove(ended);
                topics.Tell(Leave(ended, owner));
                owner.Tell(new SessionEvent.SubscriptionEnded(ended.Filter, code) { Subscriber = ended });
            }
        }
    }

    /// <summary>Has topics decide once more on each of them, before their next message.</summary>
    public static void Readmit(
        this ref SubscriptionList subscriptions, Participant client, SessionEnvironment environment, ActorRef<SessionMessage> owner)
    {
        subscriptions.End(
            ErrorCode.NotAllowed,
            known => known.Filter.Exact is null && !environment.Rules.MayAdmit(client, known.Filter),
            owner,
            environment.Topics);
        foreach (var (old, _) in subscriptions.All.ToArray())
        {
            var subscriber = subscriptions.Replace(old, client);
            environment.Topics.Tell(subscriber.Filter.Exact is { } topic
                ? new TopicMessage.Readmit(topic, subscriber)
                : new TopicsMessage.ReadmitFilter(old, subscriber));
        }
    }
}
