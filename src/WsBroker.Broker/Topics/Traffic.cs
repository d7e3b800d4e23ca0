namespace WsBroker.Broker.Topics;

/// <summary>How much has gone through the topics of a node. Thread-safe.</summary>
/// <remarks>Counted once for all that goes out together, so that a delivery pays nothing for it.</remarks>
public sealed class Traffic
{
    private long _publications;
    private long _deliveries;

    /// <summary>Publications that have been handed on.</summary>
    public long Publications => Volatile.Read(ref _publications);

    /// <summary>How often they have been handed to a subscriber, each for each of them.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Counts what has gone out.</summary>
    internal void Add(int publications, long deliveries)
    {
        Interlocked.Add(ref _publications, publications);
        Interlocked.Add(ref _deliveries, deliveries);
    }
}
