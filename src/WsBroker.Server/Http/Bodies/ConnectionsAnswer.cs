namespace WsBroker.Server.Http.Bodies;

/// <summary>Open connections of this node.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Connections">They, or as many of them as are listed at most.</param>
internal sealed record ConnectionsAnswer(int Count, IReadOnlyList<ConnectionItem> Connections);
