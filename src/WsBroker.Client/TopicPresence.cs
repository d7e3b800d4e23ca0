namespace WsBroker.Client;

/// <summary>Who is subscribed to a topic by its name.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Count">How many clients.</param>
/// <param name="Clients">They, in no order; at most 1,000 of them.</param>
public sealed record TopicPresence(string Topic, long Count, IReadOnlyList<PresentClient> Clients);
