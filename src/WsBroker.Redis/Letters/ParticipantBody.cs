namespace WsBroker.Redis.Letters;

/// <summary>What others may know of a client, on its way between nodes.</summary>
/// <param name="User">The user, or null.</param>
/// <param name="Name">What it calls itself, or null.</param>
/// <param name="Info">What else it would have others know: JSON, byte for byte, or null.</param>
internal sealed record ParticipantBody(string? User, string? Name, byte[]? Info);
