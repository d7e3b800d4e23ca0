namespace WsBroker.Server.Http.Bodies;

/// <summary>What became of a publication, topic by topic, in the order of the request.</summary>
internal sealed record PublishAnswer(IReadOnlyList<PublishResult> Results);
