using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WsBroker.Server.Metrics;

/// <summary>Keeps the newest value of all that one broker, and the runtime under it, count.</summary>
/// <remarks>Thread-safe. It hears of what is counted from its construction on.</remarks>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>What the runtime tells of memory, collections, threads and exceptions.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly BrokerMeters _meters = new();

    /// <summary>Begins.</summary>
    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs = ReferenceEquals(instrument.Meter.Scope, _meters) || instrument.Meter.Name is RuntimeMeter;
            if (isOurs && Metric.TryMake(instrument, out var metric))
            {
                listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(metric.Name, metric));
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, metric) => Take(metric, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, metric) => Take(metric, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, metric) => Take(metric, value, tags));
        _listener.Start();
    }

    /// <summary>Makes the meters that are heard.</summary>
    public IMeterFactory Meters => _meters;

    /// <summary>All metrics as they are now, sorted by name.</summary>
    public IReadOnlyList<Metric> Collect()
    {
        _listener.RecordObservableInstruments();
        return [.. _metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private static void Take(object? metric, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((Metric)metric!).Take(value, tags);
}
