using WsBroker.Broker.Access;

namespace WsBroker.Broker.Publications;

/// <summary>One client as others may see it. Immutable: its session and all its subscriptions share one.</summary>
/// <param name="Client">The session.</param>
/// <param name="User">The user, or null when anonymous.</param>
public sealed record Participant(ClientId Client, string? User)
{
    /// <summary>No client but a back end, by the HTTP API: it may do everything.</summary>
    public static Participant Server { get; } = new(default, User: null);

    /// <summary>What the client has proved of itself; null if it is anonymous.</summary>
    public Identity? Identity { get; init; }

    /// <summary>What the client calls itself, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What else the client would have others know: one JSON value, byte for byte, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>The user beyond doubt, its tenant too: what a session is that others may not take up; null when anonymous.</summary>
    public string? Owner => Identity?.User.ToInbox().Text ?? User;

    /// <summary>Whether this is <see cref="Server"/>.</summary>
    public bool IsServer => Client.IsNone;

    /// <summary>As publications name it.</summary>
    public Publisher Publisher => new(Client, User);
}
