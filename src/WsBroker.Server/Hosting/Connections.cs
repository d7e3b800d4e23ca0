using WsBroker.Actors;
using WsBroker.Broker;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Endpoints;
using WsBroker.Server.Options;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Server.Hosting;

/// <summary>What all connections share, as the options have it.</summary>
internal static class Connections
{
    /// <summary>Puts it together, without compression.</summary>
    public static ConnectionEnvironment Of(
        ServerOptions options,
        Doors doors,
        SessionEnvironment sessions,
        EndpointTable endpoints,
        IIdentifierSource identifiers,
        DeadlineWheel<SessionMessage> wheel,
        GatewayMetrics metrics,
        ILoggerFactory loggers)
    {
        return new ConnectionEnvironment
        {
            Sessions = sessions,
            Endpoints = endpoints,
            Dialects = SpokenProtocols.Dialects(options),
            Http = doors.Plain,
            Origins = options.OriginPolicy,
            Proxies = options.TrustedProxies,
            HasProxyProtocol = options.ProxyProtocol,
            TakesTokenFromQuery = options.Auth.TokenInQuery,
            Admissions = doors.Admissions,
            Head = options.Limits.Head,
            Identifiers = identifiers,
            Wheel = wheel,
            Logger = loggers.CreateLogger("WsBroker.Gateway"),
            Metrics = metrics,
            Connection = options.Connection with
            {
                MaxQueuedBytes = options.Limits.QueuedBytes,
                MaxBeginningBytes = (int)Math.Min(2L * options.Limits.RecoveredBytes, int.MaxValue),
                MaxMistakes = options.Limits.Errors,
            },
            Message = new MessageLimits
            {
                MaxMessageBytes = options.Limits.MessageBytes,
                MaxFragments = options.Limits.Fragments,
            },
        };
    }
}
