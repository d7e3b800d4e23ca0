using WsBroker.WebSockets.Compression;

namespace WsBroker.WebSockets.Extensions;

/// <summary>What a server agrees on with a client that offers another extension than permessage-deflate to compress with.</summary>
/// <param name="Answer">What the client is told in the handshake.</param>
/// <param name="ServerWindowBits">The largest window of the server, as a power of two: 8 to 15. Its messages are compressed each by itself.</param>
/// <param name="Inflation">How the client's messages are inflated.</param>
public sealed record CompressionTerms(string Answer, int ServerWindowBits, Inflation Inflation);
