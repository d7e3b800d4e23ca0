namespace WsBroker.Server.Http;

/// <summary>Logs at Debug what Kestrel takes for critical though a client of HTTP/2 brings it about as often as it likes. Thread-safe.</summary>
/// <param name="inner">Where it goes.</param>
internal sealed class Http2Logger(ILogger inner) : ILogger
{
    /// <summary>Streams were reset faster than their ends could be written; Kestrel ends the connection (Http2FrameWriter.Schedule).</summary>
    private const int QueueOperationsExceeded = 60;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        inner.Log(eventId.Id is QueueOperationsExceeded ? LogLevel.Debug : logLevel, eventId, state, exception, formatter);
}
