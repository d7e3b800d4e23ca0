namespace WsBroker.TestKit.Faults;

/// <summary>Looks at what goes through one connection of a <see cref="FaultProxy"/>, piece by piece, and says what befalls it.</summary>
/// <remarks>Each way asks about its pieces one after the other; both ways may ask at the same time.</remarks>
public interface IWiretap
{
    /// <summary>What befalls a piece on its way to the target; without a delay.</summary>
    Fault OnWayIn(ReadOnlySpan<byte> piece);

    /// <summary>What befalls a piece on its way from the target; without a delay.</summary>
    Fault OnWayOut(ReadOnlySpan<byte> piece);
}
