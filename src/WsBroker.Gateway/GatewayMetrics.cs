using System.Diagnostics.Metrics;
using WsBroker.Gateway.Connections;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway;

/// <summary>Every number that the gateway reports, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Gateway";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _dropped;

    /// <param name="meters">Makes the meter, or null for one of its own.</param>
    public GatewayMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _active = _meter.CreateUpDownCounter<long>(
            "wsbroker.connections.active", unit: "{connection}", description: "Connections open now.");
        _ended = _meter.CreateCounter<long>(
            "wsbroker.connections.ended", unit: "{connection}", description: "Connections that ended, by reason.");
        _refused = _meter.CreateCounter<long>(
            "wsbroker.handshakes.refused", unit: "{handshake}", description: "Handshakes refused, by reason.");
        _dropped = _meter.CreateCounter<long>(
            "wsbroker.connections.dropped", unit: "{connection}", description: "Connections closed at once, since too many others wait to be refused.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void ConnectionStarted() => _active.Add(1);

    internal void ConnectionDropped() => _dropped.Add(1);

    internal void ConnectionEnded(EndReason reason)
    {
        _active.Add(-1);
        _ended.Add(1, new KeyValuePair<string, object?>("end.reason", reason.ToString()));
    }

    internal void HandshakeRefused(UpgradeRefusal refusal) =>
        _refused.Add(1, new KeyValuePair<string, object?>("refusal", refusal.ToString()));
}
