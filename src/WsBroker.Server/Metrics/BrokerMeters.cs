using System.Diagnostics.Metrics;

namespace WsBroker.Server.Metrics;

/// <summary>Makes the meters of one broker, so that they are told from those of another one in the same process.</summary>
/// <remarks>Thread-safe. The meters end with it.</remarks>
internal sealed class BrokerMeters : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly List<Meter> _meters = [];

    /// <inheritdoc/>
    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Version = options.Version, Tags = options.Tags, Scope = this });
        lock (_gate)
        {
            _meters.Add(meter);
        }

        return meter;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _meters.ForEach(meter => meter.Dispose());
            _meters.Clear();
        }
    }
}
