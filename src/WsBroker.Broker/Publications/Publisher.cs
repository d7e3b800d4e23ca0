namespace WsBroker.Broker.Publications;

/// <summary>Who published: the session, and the user behind it when the client has said who it is.</summary>
/// <param name="Client">The session, or none when it was no client but the HTTP API.</param>
/// <param name="User">The user, or null when anonymous.</param>
public readonly record struct Publisher(ClientId Client, string? User);
