using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>One subscription of a session, as the session knows it.</summary>
/// <param name="Subscriber">As topics know it.</param>
/// <param name="Began">Where it began, when a topic has told; null with wildcards.</param>
internal readonly record struct Subscription(Subscriber Subscriber, TopicPosition? Began)
{
    /// <summary>What would make it once more, from where it began.</summary>
    public Command.Subscribe Renewal => new(
        default,
        Subscriber.Filter,
        Began is { } position ? new StartAt.After(position) : StartAt.Now.Instance,
        Subscriber.Echo)
    {
        WantsPresence = Subscriber.WantsPresence,
    };
}
