using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>An order to publish that waits for the store.</summary>
/// <param name="Publication">What the store was handed.</param>
/// <param name="Order">The order.</param>
/// <param name="IsDuplicate">Whether another order with the same idempotency key brought the publication.</param>
internal readonly record struct Append(Publication Publication, TopicMessage.Publish Order, bool IsDuplicate);
