using Microsoft.Extensions.Logging.Abstractions;

namespace WsBroker.Server.Http;

/// <summary>Logs all but the line for each request, in which its query would be, and a token in that. Thread-safe.</summary>
/// <param name="loggers">Where the rest goes; not owned.</param>
internal sealed class WithoutRequestLines(ILoggerFactory loggers) : ILoggerFactory
{
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName is RequestLines ? NullLogger.Instance : loggers.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It goes on, for those whose it is
    }
}
