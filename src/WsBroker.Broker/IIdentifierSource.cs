namespace WsBroker.Broker;

/// <summary>Makes names that have never been used: of epochs and of sessions.</summary>
/// <remarks>Thread-safe. Random in production; from a seed in simulation, so that a run can be replayed.</remarks>
public interface IIdentifierSource
{
    /// <summary>64 bits that nobody has seen before.</summary>
    ulong NextNumber();

    /// <summary>Sixteen hexadecimal digits that nobody has seen before.</summary>
    string NextName() => NextNumber().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
