using System.Net;
using Microsoft.Extensions.Logging;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway;

/// <summary>Every line that the gateway can log. Its event ids are 2000 to 2999; the next free ones are 2005, 2010 and 2012.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(2000, LogLevel.Information, "Listening on {EndPoint}")]
    public static partial void Listening(this ILogger logger, EndPoint? endPoint);

    [LoggerMessage(2001, LogLevel.Warning, "Cannot accept connections now: {Error}; trying again in {Pause}")]
    public static partial void AcceptFailed(this ILogger logger, System.Net.Sockets.SocketError error, TimeSpan pause);

    [LoggerMessage(2002, LogLevel.Debug, "Handshake of {Peer} refused: {Refusal}")]
    public static partial void HandshakeRefused(this ILogger logger, Peer peer, UpgradeRefusal refusal);

    [LoggerMessage(2003, LogLevel.Debug, "Connection ended: {Reason}")]
    public static partial void ConnectionEnded(this ILogger logger, EndReason reason);

    [LoggerMessage(2004, LogLevel.Debug, "Client broke a rule: {Reason}, closed with {Code}")]
    public static partial void ProtocolViolated(this ILogger logger, ViolationReason reason, CloseCode code);

    [LoggerMessage(2011, LogLevel.Information, "Some {Clients} clients are told to leave; those who are left in {Latest} are closed then")]
    public static partial void Draining(this ILogger logger, int clients, TimeSpan latest);
}
