using System.Globalization;

namespace WsBroker.Broker.Publications;

/// <summary>Names one connection's session, unique among all nodes for as long as it lives. Not a secret.</summary>
/// <param name="Value">64 random bits; 0 for no session.</param>
public readonly record struct ClientId(ulong Value)
{
    /// <summary>Whether there is no session: the HTTP API, say.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Sixteen hexadecimal digits, as clients see it.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
