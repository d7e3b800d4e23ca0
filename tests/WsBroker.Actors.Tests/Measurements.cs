namespace WsBroker.Actors.Tests;

/// <summary>Tests that measure the process, and so have it for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measurements
{
    public const string Name = "Measurements";
}
