using System.Net;

namespace WsBroker.Gateway.Peers;

/// <summary>What a proxy says of who connected to it.</summary>
/// <param name="Address">From where, or null if it hides that or says it in a way that is none.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, or null if it does not say.</param>
/// <param name="Host">Under which host, and perhaps port, or null if it does not say.</param>
internal readonly record struct Hop(IPAddress? Address, string? Scheme = null, string? Host = null);
