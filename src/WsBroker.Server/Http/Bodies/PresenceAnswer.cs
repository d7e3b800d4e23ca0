namespace WsBroker.Server.Http.Bodies;

/// <summary>Who is subscribed to a topic by its name. For the description.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Count">How many clients.</param>
/// <param name="Clients">They, in no order; at most 1,000 of them.</param>
internal sealed record PresenceAnswer(string Topic, int Count, IReadOnlyList<PresentClient> Clients);
