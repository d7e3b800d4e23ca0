namespace WsBroker.Broker.Access;

/// <summary>Who may do something in a topic, as a rule says it.</summary>
public enum AccessLevel
{
    /// <summary>Everybody.</summary>
    Anyone,

    /// <summary>Everybody who has said, and proved, which user it is.</summary>
    Authenticated,

    /// <summary>Whose token names the topic.</summary>
    Token,

    /// <summary>The server's own doors, the HTTP API, and no client.</summary>
    Server,
}
