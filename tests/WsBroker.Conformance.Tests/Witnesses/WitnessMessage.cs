namespace WsBroker.Conformance.Tests.Witnesses;

/// <summary>What witnesses tell each other.</summary>
/// <param name="Number">1, 2, 3… on each topic.</param>
/// <param name="SentAt">A timestamp of this process.</param>
/// <param name="IsLast">Whether nothing follows.</param>
internal sealed record WitnessMessage(int Number, long SentAt, bool IsLast);
