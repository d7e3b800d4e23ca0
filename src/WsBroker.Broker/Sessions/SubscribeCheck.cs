using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What a session refuses of its client without asking a topic.</summary>
internal static class SubscribeCheck
{
    /// <summary>Why a subscription is refused at once; null if topics decide.</summary>
    /// <param name="environment">What sessions share.</param>
    /// <param name="filter">What is to be subscribed to.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="subscriptions">What it has.</param>
    public static ErrorCode? CheckSubscribe(
        this SessionEnvironment environment, TopicFilter filter, Participant client, in SubscriptionList subscriptions)
    {
        if (client.IsBarredFrom(filter.Text))
        {
            return ErrorCode.SystemTopic;
        }

        if (subscriptions.Contains(filter))
        {
            return ErrorCode.AlreadySubscribed;
        }

        if (subscriptions.Count >= environment.Options.MaxSubscriptions)
        {
            return ErrorCode.TooManySubscriptions;
        }

        // Topics decide, each for itself; but where none could say yes, that is said at once
        return filter.Exact is null && !environment.Rules.MayAdmit(client, filter) ? ErrorCode.NotAllowed : null;
    }

    /// <summary>Whether the topic or filter is the system's: all that begins with <c>$</c>, but for the client's own inbox.</summary>
    public static bool IsBarredFrom(this Participant client, string topicOrFilter) =>
        topicOrFilter.StartsWith('$') && client.Identity?.User.OwnsInbox(topicOrFilter) is not true;
}
