namespace WsBroker.Server.Http;

/// <summary>Logs at Debug what Kestrel takes for critical in a connection of HTTP/2: it ends that one at most, and a client can bring it about as often as it likes. Thread-safe.</summary>
/// <remarks>
/// Such is that streams were reset faster than their ends could be written (event 60), and what goes wrong in the loop that writes them while they are reset (61, 63).
/// </remarks>
/// <param name="inner">Where it goes.</param>
internal sealed class Http2Logger(ILogger inner) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(LevelFor(logLevel));

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var level = LevelFor(logLevel);
        inner.Log(level, eventId, state, exception, formatter);
    }

    private static LogLevel LevelFor(LogLevel level) => level is LogLevel.Critical ? LogLevel.Debug : level;
}
