using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Text;

namespace WsBroker.Server.Metrics;

/// <summary>One metric: a value for each set of labels.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Metric
{
    /// <summary>Sets of labels beyond which those that come count as <see cref="Others"/>.</summary>
    // Ours have some dozens at most; this is for what nobody thought of
    private const int MaxSeries = 200;

    private const string Others = "{others=\"true\"}";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _series = new(StringComparer.Ordinal);
    private readonly bool _adds;

    private Metric(Instrument instrument, MetricKind kind, bool adds)
    {
        Name = PrometheusNames.Of(instrument, kind);
        Help = instrument.Description ?? "";
        Kind = kind;
        _adds = adds;
    }

    /// <summary>The name under which it is told.</summary>
    public string Name { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Help { get; }

    /// <summary>Whether it only grows.</summary>
    public MetricKind Kind { get; }

    /// <summary>The values, each with its labels as they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Series
    {
        get
        {
            lock (_gate)
            {
                return [.. _series.OrderBy(one => one.Key, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Makes one for an instrument, unless it is of a kind that has no single value.</summary>
    public static bool TryMake(Instrument instrument, [NotNullWhen(true)] out Metric? metric)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        metric = instrument.GetType().GetGenericTypeDefinition() switch
        {
            var type when type == typeof(Counter<>) => new Metric(instrument, MetricKind.Counter, adds: true),
            var type when type == typeof(UpDownCounter<>) => new Metric(instrument, MetricKind.Gauge, adds: true),
            var type when type == typeof(ObservableCounter<>) => new Metric(instrument, MetricKind.Counter, adds: false),
            var type when type == typeof(ObservableUpDownCounter<>) => new Metric(instrument, MetricKind.Gauge, adds: false),
            var type when type == typeof(ObservableGauge<>) => new Metric(instrument, MetricKind.Gauge, adds: false),
            _ => null,
        };
        return metric is not null;
    }

    /// <summary>Notes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Describe(tags);
        lock (_gate)
        {
            labels = _series.ContainsKey(labels) || _series.Count < MaxSeries ? labels : Others;
            _series[labels] = _adds ? _series.GetValueOrDefault(labels) + value : value;
        }
    }

    private static string Describe(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length > 1 ? "," : "").Append(PrometheusNames.Label(name)).Append("=\"");
            text.Append(PrometheusNames.Escape(value?.ToString() ?? "")).Append('"');
        }

        return text.Append('}').ToString();
    }
}
