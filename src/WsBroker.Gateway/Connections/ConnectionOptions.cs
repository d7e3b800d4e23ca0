namespace WsBroker.Gateway.Connections;

/// <summary>What one connection may cost, in time and in bytes that wait.</summary>
public sealed record ConnectionOptions
{
    /// <summary>How long a client may take to send its request; then 408.</summary>
    // An upgrade request fits in one packet; Kestrel's 30 s are for slow uploads too
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may be silent before it is pinged. Any bytes from it count as a sign of life.</summary>
    // nginx and many load balancers cut what is idle for 60 s
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a pinged client may stay silent; then it is closed with 1008.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take to answer our close frame, and to end its side; then the socket is closed.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take until 64 KiB that wait for a client, or all if that is less, have gone; then 1013.</summary>
    // NATS' write deadline: some 6 KiB/s, less than any network that a live feed makes sense on
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a refused client may take to read the answer before the socket is closed.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Errors that a client may be told for what it did wrong between two looks at whether it is alive, <see cref="CheckInterval"/> at most; one
    /// more closes it with 1008. 1 to 1,000,000.
    /// </summary>
    // A person's mistakes come one by one, a program's without end
    public int MaxMistakes { get; init; } = 100;

    /// <summary>How long a message may stay unfinished; then 1008.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a connection goes without a look at how long its client has been silent, or amid a message.</summary>
    internal TimeSpan CheckInterval => PingInterval < MessageTimeout ? PingInterval : MessageTimeout;

    /// <summary>Bytes that may wait for a client to read them; beyond, it is closed with 1013. 64 KiB to 1 GiB.</summary>
    // Centrifuge's bound. One delivery is always taken while nothing waits, however large it is
    public int MaxQueuedBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes that may wait, besides those, of what subscriptions began with. 64 KiB to 2^31 - 1.</summary>
    // Twice what is recovered at most: there are names around it, and bytes grow by a third in JSON
    public int MaxBeginningBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Messages that may wait for a connection's turn, beyond which it is taken for a slow consumer.</summary>
    // A turn takes 256, so this is only reached when the machine itself has no time left for the connection
    public int MaxWaitingMessages { get; init; } = 16 * 1024;
}
