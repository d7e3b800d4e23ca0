namespace WsBroker.Server.Http.Bodies;

/// <summary>The nodes of the cluster that are alive, the one that answers first.</summary>
internal sealed record NodesAnswer(IReadOnlyList<NodeItem> Nodes);
