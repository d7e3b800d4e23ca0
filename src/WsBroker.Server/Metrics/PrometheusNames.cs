using System.Diagnostics.Metrics;

namespace WsBroker.Server.Metrics;

/// <summary>How instruments and their tags are called in Prometheus' text format.</summary>
internal static class PrometheusNames
{
    /// <summary>The name of a metric: <c>wsbroker.connections.ended</c>, a counter, is <c>wsbroker_connections_ended_total</c>.</summary>
    public static string Of(Instrument instrument, MetricKind kind)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var name = Label(instrument.Name);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return kind is MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string Label(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    /// <summary>A label's value, as it stands between quotation marks.</summary>
    public static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
