using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Presence;

/// <summary>Who is subscribed to a topic by its name, on all nodes.</summary>
/// <param name="Count">How many.</param>
/// <param name="Clients">They, in no order; not all if they are very many.</param>
public sealed record PresenceListing(int Count, IReadOnlyList<Participant> Clients);
