namespace WsBroker.Server.Http.Bodies;

/// <summary>The active topics, by name.</summary>
internal sealed record TopicsAnswer(IReadOnlyList<TopicItem> Topics);
