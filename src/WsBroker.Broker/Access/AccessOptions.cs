namespace WsBroker.Broker.Access;

/// <summary>What clients have to prove, and when.</summary>
public sealed record AccessOptions
{
    /// <summary>Whether a client may do nothing before it has proved who it is.</summary>
    public bool IsRequired { get; init; }

    /// <summary>How long a client may take for that, if it did not in the handshake; nothing that it sends makes it longer.</summary>
    // Centrifuge's is 25 s and NATS' 2 s; a client that has connected has its token at hand
    public TimeSpan AuthTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client whose token has expired may take to bring another before it is closed.</summary>
    // Centrifuge's
    public TimeSpan ExpiryGrace { get; init; } = TimeSpan.FromSeconds(25);
}
