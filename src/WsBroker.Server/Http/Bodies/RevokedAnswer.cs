namespace WsBroker.Server.Http.Bodies;

/// <summary>What a revocation has ended at once.</summary>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Nodes">Of how many nodes; left out by a node that is alone.</param>
internal sealed record RevokedAnswer(int Sessions, NodesPart? Nodes);
