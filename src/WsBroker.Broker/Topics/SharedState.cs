namespace WsBroker.Broker.Topics;

/// <summary>Whether a topic hears what other nodes publish.</summary>
internal enum SharedState
{
    /// <summary>It does not: it only publishes.</summary>
    Closed,

    /// <summary>It will, as soon as the log has answered.</summary>
    Opening,

    /// <summary>It does.</summary>
    Open,
}
