namespace WsBroker.Redis.Letters;

/// <summary>What a node tells of itself, on its way to others.</summary>
/// <param name="V">The version.</param>
/// <param name="Id">Sixteen hexadecimal digits.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">Of the broker.</param>
/// <param name="Since">When it began, in milliseconds since 1970.</param>
/// <param name="Addresses">Where it listens.</param>
internal sealed record NodeBody(int V, string Id, string? Name, string? Version, long Since, IReadOnlyList<string>? Addresses);
