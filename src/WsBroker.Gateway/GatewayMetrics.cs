using System.Diagnostics.Metrics;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway;

/// <summary>Every number that the gateway reports, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Gateway";

    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _compressedMessages;
    private readonly Counter<long> _compressedBytes;
    private readonly Counter<long> _plainBytes;

    /// <param name="meters">Makes the meter, or null for one of its own.</param>
    public GatewayMetrics(IMeterFactory? meters = null)
    {
        Meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _active = Meter.CreateUpDownCounter<long>(
            "wsbroker.connections.active", unit: "{connection}", description: "Connections open now.");
        _ended = Meter.CreateCounter<long>(
            "wsbroker.connections.ended", unit: "{connection}", description: "Connections that ended, by reason.");
        _refused = Meter.CreateCounter<long>(
            "wsbroker.handshakes.refused", unit: "{handshake}", description: "Handshakes refused, by reason.");
        _dropped = Meter.CreateCounter<long>(
            "wsbroker.publications.dropped", unit: "{publication}", description: "Publications that slow subscribers did not get, each for each of them, by the topic's overflow policy.");
        PublicationDropped = policy => _dropped.Add(1, Policy(policy));
        _compressedMessages = Meter.CreateCounter<long>(
            "wsbroker.compression.messages", unit: "{message}", description: "Messages inflated (in) and deflated (out); a publication once for all that share its bytes.");
        _compressedBytes = Meter.CreateCounter<long>(
            "wsbroker.compression.compressed", unit: "By", description: "Bytes of those messages as they are on the wire.");
        _plainBytes = Meter.CreateCounter<long>(
            "wsbroker.compression.plain", unit: "By", description: "Bytes of those messages as they are meant.");
        StartAtZero();
    }

    internal Meter Meter { get; }

    /// <summary>Counts a publication that a slow subscriber does not get. One delegate for all, made once.</summary>
    internal Action<OverflowPolicy> PublicationDropped { get; }

    /// <summary>Reports who is here, by what each is counted as. Called once.</summary>
    public void Observe(Admissions admissions)
    {
        ArgumentNullException.ThrowIfNull(admissions);
        Meter.CreateObservableGauge(
            "wsbroker.connections.seated",
            () => new Measurement<int>[]
            {
                new(admissions.CountOf(SeatKind.WebSocket), Kind("websocket")),
                new(admissions.CountOf(SeatKind.Http), Kind("http")),
                new(admissions.CountOf(SeatKind.TurnedAway), Kind("turned_away")),
            },
            unit: "{connection}",
            description: "Connections now, by what they are counted as for the limits.");
        Meter.CreateObservableCounter(
            "wsbroker.connections.dropped",
            () => admissions.Dropped,
            unit: "{connection}",
            description: "Connections closed at once, since too many others wait to be refused.");
        Meter.CreateObservableGauge(
            "wsbroker.turns.lateness",
            () => admissions.Lateness.TotalSeconds,
            unit: "s",
            description: "How late turns are, of two looks in a row the better.");
    }

    /// <summary>Reports what waits for clients that do not keep up. Called once.</summary>
    public void Observe(QueuedTotal queued)
    {
        ArgumentNullException.ThrowIfNull(queued);
        Meter.CreateObservableGauge(
            "wsbroker.queued", () => queued.Bytes, unit: "By", description: "Bytes that wait for clients which do not keep up, each counted for each of them.");
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    // So that the first of its kind is seen as a change
    private void StartAtZero()
    {
        foreach (var reason in Enum.GetValues<EndReason>())
        {
            _ended.Add(0, Reason(reason));
        }

        foreach (var refusal in Enum.GetValues<UpgradeRefusal>().Where(refusal => refusal is not UpgradeRefusal.None))
        {
            _refused.Add(0, Refusal(refusal));
        }

        foreach (var policy in Enum.GetValues<OverflowPolicy>().Where(policy => policy is not OverflowPolicy.Disconnect))
        {
            _dropped.Add(0, Policy(policy));
        }

        _active.Add(0);
    }

    private static KeyValuePair<string, object?> Reason(EndReason reason) => new("end.reason", reason.ToString());

    private static KeyValuePair<string, object?> Refusal(UpgradeRefusal refusal) => new("refusal", refusal.ToString());

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    // Names as the configuration has them
    private static KeyValuePair<string, object?> Policy(OverflowPolicy policy) => new("policy", policy switch
    {
        OverflowPolicy.DropOldest => "drop-oldest",
        OverflowPolicy.DropNewest => "drop-newest",
        OverflowPolicy.Conflate => "conflate",
        OverflowPolicy.Disconnect or _ => "disconnect",
    });

    internal void ConnectionStarted() => _active.Add(1);

    internal void ConnectionEnded(EndReason reason)
    {
        _active.Add(-1);
        _ended.Add(1, Reason(reason));
    }

    internal void HandshakeRefused(UpgradeRefusal refusal) =>
        _refused.Add(1, Refusal(refusal));

    internal void MessageInflated(int compressedBytes, int plainBytes) => CountCompressed("in", compressedBytes, plainBytes);

    internal void MessageDeflated(int plainBytes, int compressedBytes) => CountCompressed("out", compressedBytes, plainBytes);

    private void CountCompressed(string direction, int compressedBytes, int plainBytes)
    {
        var tag = new KeyValuePair<string, object?>("direction", direction);
        _compressedMessages.Add(1, tag);
        _compressedBytes.Add(compressedBytes, tag);
        _plainBytes.Add(plainBytes, tag);
    }
}
