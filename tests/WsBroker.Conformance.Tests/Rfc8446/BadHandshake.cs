namespace WsBroker.Conformance.Tests.Rfc8446;

/// <summary>Bytes with which no handshake of TLS comes to its end.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Bytes">They are sent together, and then nothing.</param>
internal sealed record BadHandshake(string Name, byte[] Bytes);
