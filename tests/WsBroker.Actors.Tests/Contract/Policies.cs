namespace WsBroker.Actors.Tests.Contract;

/// <summary>Policies to test with.</summary>
internal static class Policies
{
    public static SupervisionPolicy.Restart Patient { get; } = new(
        FirstBackoff: TimeSpan.FromSeconds(1),
        MaxBackoff: TimeSpan.FromSeconds(5),
        MaxRestarts: 4,
        Within: TimeSpan.FromMinutes(1));
}
