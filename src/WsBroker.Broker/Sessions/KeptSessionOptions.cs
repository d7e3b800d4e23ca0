namespace WsBroker.Broker.Sessions;

/// <summary>How long, and how many, sessions are kept whose connection has been lost.</summary>
public sealed record KeptSessionOptions
{
    /// <summary>How long a session is kept. 0 to 1 h; 0: not at all.</summary>
    // A lift, a tunnel, a restart of a router; who is away for longer subscribes anew, and recovers then too
    public TimeSpan Age { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most sessions that are kept; the oldest goes first. 1 to 10,000,000.</summary>
    // Some 500 bytes each, with a subscription or two
    public int MaxCount { get; init; } = 100_000;

    /// <summary>The most subscriptions of all kept sessions together; the oldest session goes first.</summary>
    // So that sessions with all the subscriptions that they may have don't take a hundred times as much as usual ones
    public long MaxSubscriptions => 8L * MaxCount;

    /// <summary>How long a connection may take to hand its session over to another.</summary>
    // It does so in its next turn, unless the machine is far too busy
    public TimeSpan HandOverTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
