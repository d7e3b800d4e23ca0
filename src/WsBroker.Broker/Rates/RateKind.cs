namespace WsBroker.Broker.Rates;

/// <summary>What is counted by the second.</summary>
public enum RateKind
{
    /// <summary>Connections that come.</summary>
    Connect,

    /// <summary>Publications.</summary>
    Publish,

    /// <summary>Subscriptions, and questions for a history or for who is there, which cost as much.</summary>
    Subscribe,

    /// <summary>Bytes of messages that come in.</summary>
    Bytes,
}
