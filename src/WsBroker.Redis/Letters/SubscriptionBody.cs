using System.Diagnostics.CodeAnalysis;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Letters;

/// <summary>What would make a subscription once more, on its way between nodes.</summary>
/// <param name="Filter">The topic or filter.</param>
/// <param name="Epoch">The epoch from which it is to go on; null if it begins with what is published then.</param>
/// <param name="Offset">The offset after which it goes on.</param>
/// <param name="Echo">Whether the client wants its own publications back.</param>
/// <param name="Presence">Whether it wants to be told who comes and goes.</param>
internal sealed record SubscriptionBody(string Filter, string? Epoch, long Offset, bool Echo, bool Presence)
{
    /// <summary>The body of a subscription.</summary>
    public static SubscriptionBody Of(Command.Subscribe subscription)
    {
        var after = (subscription.Start as StartAt.After)?.Position;
        return new SubscriptionBody(subscription.Filter.Text, after?.Epoch, after?.Offset ?? 0, subscription.Echo, subscription.WantsPresence);
    }

    /// <summary>The subscription, if there can be such a one.</summary>
    public bool TryRead([NotNullWhen(true)] out Command.Subscribe? subscription)
    {
        subscription = Filter is not null && TopicFilter.TryParse(Filter, out var filter, out _)
            ? new Command.Subscribe(default, filter, Epoch is null ? StartAt.Now.Instance : new StartAt.After(new TopicPosition(Epoch, Offset)), Echo)
            {
                WantsPresence = Presence,
            }
            : null;
        return subscription is not null;
    }
}
