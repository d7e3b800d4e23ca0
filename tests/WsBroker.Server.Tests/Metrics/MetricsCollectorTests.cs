using System.Diagnostics.Metrics;
using WsBroker.Server.Metrics;

namespace WsBroker.Server.Tests.Metrics;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly MetricsCollector _collector = new();

    public void Dispose() => _collector.Dispose();

    [Fact]
    public void Tells_what_was_added_and_what_is_observed()
    {
        var meter = _collector.Meters.Create("Test");
        var counter = meter.CreateCounter<long>("test.counted", unit: "{thing}", description: "Things, by kind.");
        var active = meter.CreateUpDownCounter<int>("test.active");
        meter.CreateObservableGauge("test.size", () => 1.5, unit: "By");
        counter.Add(1, new KeyValuePair<string, object?>("some.kind", "a"));
        counter.Add(2, new KeyValuePair<string, object?>("some.kind", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("some.kind", "b\"\\\n"));
        active.Add(5);
        active.Add(-2);

        Assert.Equal(
            """
            # TYPE test_active gauge
            test_active 3
            # HELP test_counted_total Things, by kind.
            # TYPE test_counted_total counter
            test_counted_total{some_kind="a"} 3
            test_counted_total{some_kind="b\"\\\n"} 1
            # TYPE test_size_bytes gauge
            test_size_bytes 1.5

            """,
            Page("test_"));
    }

    [Fact]
    public void Tells_nothing_of_another_broker_in_the_same_process()
    {
        using var others = new BrokerMeters();
        others.Create("Test").CreateCounter<long>("test.other").Add(1);
        using var unscoped = new Meter("Test");
        unscoped.CreateCounter<long>("test.unscoped").Add(1);

        Assert.Empty(Page("test_"));
    }

    [Fact]
    public void Tells_of_the_memory_of_the_runtime() =>
        Assert.Contains("# TYPE dotnet_process_memory_working_set_bytes gauge", Page("dotnet_"), StringComparison.Ordinal);

    [Fact]
    public void AD_13_However_many_values_a_label_takes_the_page_stays_bounded()
    {
        var counter = _collector.Meters.Create("Test").CreateCounter<long>("test.hostile");
        for (var value = 0; value < 100_000; value++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("label", value));
        }

        var series = _collector.Collect().Single(metric => metric.Name is "test_hostile_total").Series;

        Assert.InRange(series.Count, 1, 201);
        Assert.Equal(100_000, series.Sum(one => one.Value));
    }

    private string Page(string prefix) =>
        PrometheusText.Of(_collector.Collect().Where(metric => metric.Name.StartsWith(prefix, StringComparison.Ordinal)));
}
