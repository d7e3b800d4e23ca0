using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WsBroker.TestKit;

/// <summary>Keeps what is logged, however unimportant. Thread-safe.</summary>
public sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<LoggedLine> _lines = new();

    /// <summary>All that was logged so far.</summary>
    public IReadOnlyList<LoggedLine> Lines => [.. _lines];

    /// <summary>What those lines say that an operator is to see: from warnings up.</summary>
    public IReadOnlyList<string> Warnings => [.. _lines.Where(static line => line.Level >= LogLevel.Warning).Select(static line => line.Text)];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _lines.Enqueue(new LoggedLine(eventId.Id, logLevel, formatter(state, exception), exception));
    }
}
