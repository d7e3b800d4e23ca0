using Microsoft.Extensions.Logging;

namespace WsBroker.Client;

/// <summary>Every line that the client can log. Its event ids are 7000 to 7999; the next free one is 7004.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(7000, LogLevel.Information, "Connected to {Server}")]
    public static partial void Connected(this ILogger logger, string server);

    [LoggerMessage(7001, LogLevel.Information, "Not connected to {Server} ({Reason}); the next try begins in {Pause}")]
    public static partial void Disconnected(this ILogger logger, string server, string reason, TimeSpan pause);

    [LoggerMessage(7002, LogLevel.Debug, "The server answered no request of ours with error {Code}: {Detail}")]
    public static partial void ErrorWithoutRequest(this ILogger logger, int code, string detail);

    [LoggerMessage(7003, LogLevel.Warning, "The token could not be renewed ({Reason}); it counts until {Ends:u}")]
    public static partial void TokenNotRenewed(this ILogger logger, string reason, DateTimeOffset ends);
}
