namespace WsBroker.Redis.Letters;

/// <summary>A connection, on its way between nodes.</summary>
/// <param name="Client">Sixteen hexadecimal digits.</param>
/// <param name="User">Whose it is, or null.</param>
/// <param name="Tenant">Whose user that is, or null.</param>
/// <param name="Name">What the client calls itself, or null.</param>
/// <param name="Filters">What it subscribes to.</param>
internal sealed record ConnectionBody(string Client, string? User, string? Tenant, string? Name, IReadOnlyList<string>? Filters);
