namespace WsBroker.Broker.Sessions;

/// <summary>What one client's session may cost.</summary>
public sealed record SessionOptions
{
    /// <summary>The most subscriptions at a time; one more is refused. 1 to 100,000.</summary>
    // Centrifuge's limit of channels per client
    public int MaxSubscriptions { get; init; } = 128;

    /// <summary>Commands on their way to topics, beyond which the client is not read.</summary>
    public int MaxUndoneCommands { get; init; } = 1024;

    /// <summary>Bytes of publications on their way to topics, beyond which the client is not read.</summary>
    // A quarter of what a subscriber's queue holds: a single publisher's burst leaves room for others'
    public long MaxUndoneBytes { get; init; } = 256 * 1024;
}
