using System.Diagnostics.Metrics;

namespace WsBroker.Server.Tls;

/// <summary>What is counted of certificates, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
internal sealed class TlsMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Tls";

    private readonly Meter _meter;
    private readonly Counter<long> _reloads;

    /// <summary>Nothing is counted yet.</summary>
    /// <param name="meters">Makes the meter, and owns it.</param>
    public TlsMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _reloads = _meter.CreateCounter<long>(
            "wsbroker.certificates.reloads", unit: "{reload}", description: "Certificate files that changed, by what came of it.");
    }

    /// <summary>Reports when the certificates expire.</summary>
    public void Observe(Func<CertificateTable> table) => _meter.CreateObservableGauge(
        "wsbroker.certificates.not_after",
        () => table().All.Min(static certificate => certificate.NotAfter).ToUnixTimeSeconds(),
        unit: "s",
        description: "When the first certificate expires, in seconds since 1970.");

    /// <summary>A file has changed.</summary>
    /// <param name="isGood">Whether the new certificate is used; if not, the old one is.</param>
    public void Reloaded(bool isGood) =>
        _reloads.Add(1, new KeyValuePair<string, object?>("outcome", isGood ? "loaded" : "kept"));
}
