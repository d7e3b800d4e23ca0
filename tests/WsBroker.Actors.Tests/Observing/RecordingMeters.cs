using System.Diagnostics.Metrics;

namespace WsBroker.Actors.Tests.Observing;

/// <summary>Makes meters and sums up what their counters count. For one thread.</summary>
internal sealed class RecordingMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly List<(string Counter, long Count, string? Tag)> _counts = [];
    private readonly MeterListener _listener = new();

    public RecordingMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Contains(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            _counts.Add((instrument.Name, count, tags.Length == 0 ? null : tags[0].Value as string)));
        _listener.Start();
    }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public long Total(string counter, string? tag = null) => _counts
        .Where(count => string.Equals(count.Counter, counter, StringComparison.Ordinal))
        .Where(count => tag is null || string.Equals(count.Tag, tag, StringComparison.Ordinal))
        .Sum(static count => count.Count);

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(static meter => meter.Dispose());
    }
}
