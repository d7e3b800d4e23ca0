namespace WsBroker.Broker.Tests.Simulation;

/// <summary>What becomes of what a node should hear.</summary>
internal enum HearingFault
{
    /// <summary>It is heard.</summary>
    None,

    /// <summary>The next is not.</summary>
    Lost,

    /// <summary>The next is heard twice.</summary>
    Twice,

    /// <summary>The next is heard after the one that follows it.</summary>
    Late,

    /// <summary>None is, until that changes.</summary>
    Deaf,
}
