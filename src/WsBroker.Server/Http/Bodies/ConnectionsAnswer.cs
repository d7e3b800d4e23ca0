namespace WsBroker.Server.Http.Bodies;

/// <summary>Open connections of all nodes.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Connections">They, or as many of them as are listed at most.</param>
/// <param name="Nodes">Whose they are; left out by a node that is alone.</param>
internal sealed record ConnectionsAnswer(int Count, IReadOnlyList<ConnectionItem> Connections, NodesPart? Nodes);
