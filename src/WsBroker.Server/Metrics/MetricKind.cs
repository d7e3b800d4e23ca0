namespace WsBroker.Server.Metrics;

/// <summary>How a metric's value moves.</summary>
internal enum MetricKind
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,
}
