namespace WsBroker.Server.Tests;

/// <summary>Tests that want the process for themselves: nothing else of this project runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "alone";
}
