using System.Diagnostics.Metrics;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk;

/// <summary>Every number that the store reports, under the meter <see cref="MeterName"/>.</summary>
internal sealed class DiskMetrics : IDisposable
{
    public const string MeterName = "WsBroker.Disk";

    private readonly Meter? _own;
    private readonly Meter _meter;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _records;
    private readonly Counter<long> _carried;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _errors;

    /// <param name="meters">Makes and owns the meter; null for one that ends with this object.</param>
    public DiskMetrics(IMeterFactory? meters)
    {
        _own = meters is null ? new Meter(MeterName) : null;
        _meter = _own ?? meters!.Create(MeterName);
        _commits = _meter.CreateCounter<long>("wsbroker.disk.commits", "{commit}", "Commits: one write and one fsync each.");
        _records = _meter.CreateCounter<long>("wsbroker.disk.records", "{record}", "Publications stored; divided by commits, those that shared an fsync.");
        _carried = _meter.CreateCounter<long>("wsbroker.disk.carried", "{record}", "Publications rewritten so that an old file could go.");
        _bytes = _meter.CreateCounter<long>("wsbroker.disk.written", "By", "Bytes written to the log.");
        _errors = _meter.CreateCounter<long>("wsbroker.disk.errors", "{error}", "What went wrong with the disk, by kind.");
    }

    /// <summary>Reports how much lies on disk.</summary>
    public void Observe(SegmentSet segments)
    {
        _meter.CreateObservableGauge("wsbroker.disk.segments", () => segments.Count, "{file}", "Files of the log.");
        _meter.CreateObservableGauge("wsbroker.disk.size", () => segments.Bytes, "By", "Bytes of all files of the log.");
        _meter.CreateObservableGauge("wsbroker.disk.needed", () => segments.LiveBytes, "By", "Bytes of these that are still needed.");
    }

    public void Committed(int records, int carried, int bytes)
    {
        _commits.Add(1);
        _records.Add(records);
        _carried.Add(carried);
        _bytes.Add(bytes);
    }

    public void Failed(DiskFailure failure) => _errors.Add(1, new KeyValuePair<string, object?>("kind", failure));

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
