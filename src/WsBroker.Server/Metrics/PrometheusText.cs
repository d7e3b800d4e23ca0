using System.Globalization;
using System.Text;

namespace WsBroker.Server.Metrics;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>What <c>Content-Type</c> says of it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The page.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            var kind = metric.Kind is MetricKind.Counter ? "counter" : "gauge";
            text.Append(metric.Help.Length > 0 ? $"# HELP {metric.Name} {metric.Help.Replace('\n', ' ')}\n" : "");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} {kind}\n");
            foreach (var (labels, value) in metric.Series)
            {
                text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{labels} {value}\n");
            }
        }

        return text.ToString();
    }
}
