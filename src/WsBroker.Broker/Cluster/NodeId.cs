using System.Globalization;

namespace WsBroker.Broker.Cluster;

/// <summary>Names one life of a node in its cluster: a node that starts, or that was thought dead, has another. Not a secret.</summary>
/// <param name="Value">64 random bits.</param>
public readonly record struct NodeId(ulong Value)
{
    /// <summary>One that nobody has seen before.</summary>
    public static NodeId Next(IIdentifierSource identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        return new NodeId(identifiers.NextNumber());
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
