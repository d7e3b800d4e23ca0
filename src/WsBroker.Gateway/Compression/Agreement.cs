using WsBroker.WebSockets.Compression;

namespace WsBroker.Gateway.Compression;

/// <summary>What was agreed on with one client, or with all that offered the same.</summary>
/// <param name="Answer">What the client is told in the handshake.</param>
/// <param name="Outbound">Compresses what it is sent; disposed of when its conversation ends.</param>
/// <param name="Inbound">Inflates what it sends; disposed of when nothing of it is read any more.</param>
internal sealed record Agreement(string Answer, OutboundCompression Outbound, Inflation Inbound);
