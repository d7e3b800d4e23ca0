namespace WsBroker.Broker.Topics;

/// <summary>What happens when a subscriber reads more slowly than a topic publishes.</summary>
public enum OverflowPolicy
{
    /// <summary>Its connection is closed with 1013; it may come back and recover.</summary>
    Disconnect,

    /// <summary>What has waited longest is dropped, and told as a gap.</summary>
    DropOldest,

    /// <summary>What comes is dropped, and told as a gap.</summary>
    DropNewest,

    /// <summary>Of what waits the newest of each key is kept, the rest dropped and told as a gap.</summary>
    Conflate,
}
