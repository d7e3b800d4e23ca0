namespace WsBroker.Server.Http.Bodies;

/// <summary>How many connections it was done to.</summary>
/// <param name="Count">How many.</param>
/// <param name="Nodes">Of how many nodes; left out by a node that is alone.</param>
internal sealed record CountAnswer(int Count, NodesPart? Nodes);
