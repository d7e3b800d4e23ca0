using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>Keeps the subscribers of a topic to those who may hear it.</summary>
internal static class Admittance
{
    /// <summary>Takes a subscription by filter back. One that was not let in must not take another of its session along.</summary>
    public static void Leave(this SubscriberList subscribers, Subscriber subscriber, TopicSettings settings, TopicName topic)
    {
        if (settings.AdmitsSubscribe(subscriber.Client, topic, subscriber.Filter))
        {
            subscribers.Leave(subscriber.Session);
        }
    }

    /// <summary>Decides anew on a subscription by name: it goes on where it is, or is ended and told so.</summary>
    /// <returns>The subscription that was ended, if there was one, or else null.</returns>
    public static Subscriber? Readmit(this SubscriberList subscribers, Subscriber subscriber, TopicSettings settings, TopicName topic)
    {
        if (settings.AdmitsSubscribe(subscriber.Client, topic))
        {
            subscribers.Replace(subscriber);
            return null;
        }

        var gone = subscribers.Remove(subscriber.Session);
        subscriber.Session.Tell(new SessionEvent.SubscriptionEnded(subscriber.Filter, ErrorCode.NotAllowed) { Subscriber = subscriber });
        return gone;
    }

    /// <summary>Decides anew on a subscription by filter: one that may not hear the topic any more goes.</summary>
    /// <returns>The subscription if it was not let in before and may come in now, or else null.</returns>
    public static Subscriber? Rejoin(this SubscriberList subscribers, TopicMessage.Rejoin order, TopicSettings settings)
    {
        var was = settings.AdmitsSubscribe(order.Old.Client, order.Topic, order.Old.Filter);
        var isNow = settings.AdmitsSubscribe(order.Subscriber.Client, order.Topic, order.Subscriber.Filter);
        if (was && !isNow)
        {
            subscribers.Leave(order.Old.Session);
        }

        return isNow && !was ? order.Subscriber : null;
    }
}
