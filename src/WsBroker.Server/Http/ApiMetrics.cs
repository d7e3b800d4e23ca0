using System.Diagnostics.Metrics;

namespace WsBroker.Server.Http;

/// <summary>What is counted of the HTTP API, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
/// <remarks>No label bears anything that a client chose.</remarks>
internal sealed class ApiMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Api";

    private readonly Counter<long> _refused;

    /// <param name="meters">Makes the meter, and owns it.</param>
    public ApiMetrics(IMeterFactory meters) => _refused = meters.Create(MeterName).CreateCounter<long>(
        "wsbroker.api.refused", unit: "{request}", description: "Requests of the HTTP API that were refused or failed, by status.");

    /// <summary>A request has been answered with a status of 400 or above.</summary>
    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));
}
