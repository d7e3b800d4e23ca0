using Microsoft.Extensions.Logging.Abstractions;

namespace WsBroker.Server.Http;

/// <summary>What the HTTP server logs, as an operator should see it. Thread-safe.</summary>
/// <remarks>Without the line for each request, in which its query would be, and a token in that; and nothing above Debug that a client can bring about.</remarks>
/// <param name="loggers">Where it goes; not owned.</param>
internal sealed class WebServerLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string Http2 = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        RequestLines => NullLogger.Instance,
        Http2 => new Http2Logger(loggers.CreateLogger(categoryName)),
        _ => loggers.CreateLogger(categoryName),
    };

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It goes on, for those whose it is
    }
}
