namespace WsBroker.Client;

/// <summary>A part of a topic's history.</summary>
/// <param name="Top">Where the topic stands: the last of all its messages, whether or not it is on this page.</param>
/// <param name="Messages">The messages, oldest first.</param>
public sealed record HistoryPage(TopicPosition Top, IReadOnlyList<WsBrokerMessage> Messages);
