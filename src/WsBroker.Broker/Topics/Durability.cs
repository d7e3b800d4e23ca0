namespace WsBroker.Broker.Topics;

/// <summary>What an acknowledged publication outlives.</summary>
public enum Durability
{
    /// <summary>Nothing: it is lost with the process.</summary>
    Memory,

    /// <summary>The process and the machine's power: it is on disk before it is acknowledged or delivered.</summary>
    Disk,

    /// <summary>This node: it is in Redis, as safe as that is, and other nodes have it too.</summary>
    Redis,
}
