using System.Globalization;

namespace WsBroker.Broker.Publications;

/// <summary>Names one connection's session, unique among all nodes for as long as it lives. Not a secret.</summary>
/// <param name="Value">64 random bits.</param>
public readonly record struct ClientId(ulong Value)
{
    /// <summary>Sixteen hexadecimal digits, as clients see it.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
