using Microsoft.Extensions.Logging.Console;

namespace WsBroker.Server.Commands;

/// <summary>Logs for people, on standard error: standard output is for what was asked for.</summary>
internal static class ConsoleLog
{
    /// <summary>Warnings and worse, one line each.</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
