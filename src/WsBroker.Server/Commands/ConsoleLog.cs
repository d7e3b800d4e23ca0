using Microsoft.Extensions.Logging.Console;

namespace WsBroker.Server.Commands;

/// <summary>Logs for people, on standard error: standard output is for what was asked for.</summary>
internal static class ConsoleLog
{
    private const string Ours = "WsBroker";

    /// <summary>One line for each message.</summary>
    /// <param name="least">The least of our own that is written. Of others it is warnings: below, some have what clients sent.</param>
    public static ILoggerFactory Create(LogLevel least) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter(Ours, least)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
