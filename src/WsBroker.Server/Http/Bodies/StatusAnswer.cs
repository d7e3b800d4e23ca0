namespace WsBroker.Server.Http.Bodies;

/// <summary>A node, as its operator sees it.</summary>
/// <param name="Node">What clients are told that it is called.</param>
/// <param name="Version">The version of the broker.</param>
/// <param name="Since">When it began.</param>
/// <param name="Now">When this was so.</param>
/// <param name="Addresses">Where it listens.</param>
/// <param name="Nodes">How many nodes the cluster has, this one among them.</param>
/// <param name="Insecure">A sentence for each setting in effect that is insecure.</param>
/// <param name="Metrics">What is counted, by the name and the labels that <c>/metrics</c> has.</param>
internal sealed record StatusAnswer(
    string Node,
    string Version,
    DateTimeOffset Since,
    DateTimeOffset Now,
    IReadOnlyList<string> Addresses,
    int Nodes,
    IReadOnlyList<string> Insecure,
    IReadOnlyDictionary<string, double> Metrics);
