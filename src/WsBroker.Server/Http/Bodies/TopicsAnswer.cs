namespace WsBroker.Server.Http.Bodies;

/// <summary>The active topics, by name.</summary>
/// <param name="Topics">They.</param>
/// <param name="Nodes">On how many nodes; left out by a node that is alone.</param>
internal sealed record TopicsAnswer(IReadOnlyList<TopicItem> Topics, NodesPart? Nodes);
