using System.Diagnostics.Metrics;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker;

/// <summary>Every number that the broker reports, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
public sealed class BrokerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Broker";

    private readonly Meter _meter;
    private readonly Counter<long> _topicsRefused;
    private int _topics;
    private int _nodes;
    private int _keptSessions;

    /// <param name="meters">Makes the meter, or null for one of its own.</param>
    public BrokerMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableGauge(
            "wsbroker.topics", () => Volatile.Read(ref _topics), unit: "{topic}", description: "Topics that are active: somebody subscribed, or there is a history.");
        _meter.CreateObservableGauge(
            "wsbroker.nodes", () => Volatile.Read(ref _nodes), unit: "{node}", description: "Nodes of the cluster that are alive, this one among them.");
        _meter.CreateObservableGauge(
            "wsbroker.sessions.kept", () => Volatile.Read(ref _keptSessions), unit: "{session}", description: "Sessions that are kept by this node, since their connection is lost.");
        _meter.CreateObservableCounter(
            "wsbroker.publications", () => Traffic.Publications, unit: "{publication}", description: "Publications that topics of this node have handed on.");
        _meter.CreateObservableCounter(
            "wsbroker.deliveries", () => Traffic.Deliveries, unit: "{delivery}", description: "How often those have been handed to a subscriber, each for each of them; histories not counted.");
        _meter.CreateObservableGauge(
            "wsbroker.histories", () => Histories?.Bytes ?? 0, unit: "By", description: "Bytes that the histories of the topics of this node hold together.");
        _topicsRefused = _meter.CreateCounter<long>(
            "wsbroker.topics.refused", unit: "{message}", description: "Messages refused since they would have begun one topic too many.");
        _topicsRefused.Add(0);
    }

    /// <summary>What has gone through the topics.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>What the histories of all topics hold; null as long as nobody knows. Set once, before topics begin.</summary>
    public HistoryMemory? Histories { get; set; }

    /// <summary>How many sessions are kept. Set by who keeps them.</summary>
    internal int KeptSessions
    {
        get => Volatile.Read(ref _keptSessions);
        set => Volatile.Write(ref _keptSessions, value);
    }

    /// <summary>How many topics are active. Set by who keeps them.</summary>
    internal int Topics
    {
        get => Volatile.Read(ref _topics);
        set => Volatile.Write(ref _topics, value);
    }

    /// <summary>How many nodes are alive. Set by who knows them.</summary>
    internal int Nodes
    {
        get => Volatile.Read(ref _nodes);
        set => Volatile.Write(ref _nodes, value);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts a message that would have begun one topic too many.</summary>
    internal void CountRefusedTopic() => _topicsRefused.Add(1);
}
