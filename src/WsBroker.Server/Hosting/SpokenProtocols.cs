using WsBroker.Gateway.Endpoints;
using WsBroker.Protocols;
using WsBroker.Protocols.Echo;
using WsBroker.Protocols.Json;
using WsBroker.Protocols.Raw;
using WsBroker.Protocols.Sse;
using WsBroker.Server.Options;
using WsBroker.WebSockets;
using WsBroker.WebSockets.EventStreams;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Legacy;

namespace WsBroker.Server.Hosting;

/// <summary>What clients can speak with the server: a further client protocol is one more entry here.</summary>
internal static class SpokenProtocols
{
    /// <summary>The client protocols, and where they are spoken.</summary>
    /// <param name="options">How.</param>
    /// <param name="node">What clients are told that this node is called.</param>
    public static EndpointTable Endpoints(ServerOptions options, string node) => new(All(options, node));

    /// <summary>The same, one by one.</summary>
    internal static IReadOnlyList<IEndpoint> All(ServerOptions options, string node)
    {
        IReadOnlyList<IEndpoint> usual = [new RawEndpoint(), new JsonEndpoint(Describe(options, node)), new SseEndpoint(options.Limits.Session.MaxSubscriptions)];
        return options.Echo ? [.. usual, new EchoEndpoint()] : usual;
    }

    /// <summary>The versions of WebSocket, and streams of events.</summary>
    public static DialectTable Dialects(ServerOptions options)
    {
        var events = new EventStreamDialect(SseEndpoint.Path);
        return options.Legacy ? new DialectTable([events, .. LegacyDialects.All]) : new DialectTable(events);
    }

    /// <summary>What else than permessage-deflate clients may compress with.</summary>
    public static Func<string, CompressionTerms?>? OlderCompression(ServerOptions options) =>
        options.Legacy ? WebkitDeflateFrame.Answer : null;

    private static JsonProtocolOptions Describe(ServerOptions options, string node) => new()
    {
        Node = node,
        Version = ProductVersion.Text,
        PingInterval = options.Connection.PingInterval,
    };
}
