namespace WsBroker.Client;

/// <summary>Messages that a subscription does not get.</summary>
/// <param name="Topic">The topic, or the filter where it is not known which topics are concerned.</param>
/// <param name="From">The first offset that is missing; null if not known.</param>
/// <param name="To">The last offset that is missing; null if not known.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The server's word for why, if it gave one.</param>
public sealed record TopicGap(string Topic, long? From, long? To, GapReason Reason, string? Detail = null);
