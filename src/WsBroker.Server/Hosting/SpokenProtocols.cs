using WsBroker.Gateway.Endpoints;
using WsBroker.Protocols;
using WsBroker.Protocols.Echo;
using WsBroker.Protocols.Json;
using WsBroker.Protocols.Raw;
using WsBroker.Server.Options;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Legacy;

namespace WsBroker.Server.Hosting;

/// <summary>What clients can speak with the server: a further client protocol is one more entry here.</summary>
internal static class SpokenProtocols
{
    /// <summary>The client protocols, and where they are spoken.</summary>
    public static EndpointTable Endpoints(ServerOptions options)
    {
        IReadOnlyList<IEndpoint> usual = [new RawEndpoint(), new JsonEndpoint(Describe(options))];
        return new EndpointTable(options.Echo ? [.. usual, new EchoEndpoint()] : usual);
    }

    /// <summary>The versions of WebSocket.</summary>
    public static DialectTable Dialects(ServerOptions options) =>
        options.Legacy ? new DialectTable(LegacyDialects.All) : DialectTable.Rfc6455Only;

    /// <summary>What else than permessage-deflate clients may compress with.</summary>
    public static Func<string, CompressionTerms?>? OlderCompression(ServerOptions options) =>
        options.Legacy ? WebkitDeflateFrame.Answer : null;

    private static JsonProtocolOptions Describe(ServerOptions options) => new()
    {
        Node = Environment.MachineName,
        Version = ProductVersion.Text,
        PingInterval = options.Connection.PingInterval,
    };
}
