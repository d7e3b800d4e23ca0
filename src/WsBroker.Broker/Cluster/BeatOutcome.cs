namespace WsBroker.Broker.Cluster;

/// <summary>What came of a node's sign of life.</summary>
public enum BeatOutcome
{
    /// <summary>The others count on it, as before.</summary>
    Kept,

    /// <summary>The others count on it from now on.</summary>
    Begun,

    /// <summary>Another node has its id.</summary>
    Taken,

    /// <summary>It was thought dead, or all that the nodes share has been lost: nobody knows it any more.</summary>
    Lapsed,
}
