namespace WsBroker.Broker.Sessions;

/// <summary>
/// Why a request was refused, as clients see it. 100–199: the request is wrong, mend it; 200–299: not allowed, do not
/// repeat; 300–399: try later; 500–599: the broker's fault, try later and report it.
/// </summary>
public enum ErrorCode
{
    /// <summary>The message is not one JSON object. Client: mend the encoding.</summary>
    MalformedMessage = 100,

    /// <summary>The object has no command, or none that is known. Client: use a command of the list in the answer.</summary>
    UnknownCommand = 101,

    /// <summary>A member that the command needs is missing. Client: add it.</summary>
    MissingMember = 102,

    /// <summary>A member has the wrong type or a value out of range. Client: mend it.</summary>
    InvalidMember = 103,

    /// <summary>The topic or filter breaks the rules of names. Client: use another.</summary>
    InvalidTopic = 104,

    /// <summary>The object has a member or a command twice. Client: send one.</summary>
    DuplicateMember = 105,

    /// <summary>The session has this subscription already. Client: nothing to do.</summary>
    AlreadySubscribed = 106,

    /// <summary>The session has no such subscription. Client: nothing to do.</summary>
    NotSubscribed = 107,

    /// <summary>The session has as many subscriptions as it may. Client: unsubscribe from another first.</summary>
    TooManySubscriptions = 108,

    /// <summary>The session has been connected already. Client: connect once, as the first command.</summary>
    AlreadyConnected = 109,

    /// <summary>The publication is larger than the topic takes. Client: send a smaller one.</summary>
    MessageTooBig = 110,

    /// <summary>A topic that begins with <c>$</c> is the broker's own. Client: do not repeat.</summary>
    SystemTopic = 200,

    /// <summary>The topic is not open to this client for that. Client: do not repeat; connect with a token that allows it.</summary>
    NotAllowed = 201,

    /// <summary>Nothing may be done before the client has proved who it is. Client: connect with a token first.</summary>
    NotConnected = 202,

    /// <summary>The token is not valid. Client: get another.</summary>
    InvalidToken = 203,

    /// <summary>The token has expired. Client: get another, and refresh or connect with it.</summary>
    TokenExpired = 204,

    /// <summary>The token is another user's than the session. Client: open another connection for that user.</summary>
    OtherUser = 205,

    /// <summary>It cannot be asked who is there: the topic's rule says so. Client: do not repeat.</summary>
    NoPresence = 206,

    /// <summary>A back end has ended the subscription. Client: do not subscribe again by itself.</summary>
    EndedByBackEnd = 207,

    /// <summary>A back end does not allow it; its own number and reason may go with that. Client: do not repeat.</summary>
    DeniedByHook = 208,

    /// <summary>The topic has more waiting than it takes. Client: try again after a pause, with jitter.</summary>
    Busy = 300,

    /// <summary>The topic ended while the request was on its way. Client: try again.</summary>
    TopicRestarted = 301,

    /// <summary>There are as many topics as there may be, and this would begin one more. Client: try again after a pause, or use a topic that is there.</summary>
    TooManyTopics = 302,

    /// <summary>The broker's disk has no room for it. Client: try again after a pause, with jitter.</summary>
    StorageFull = 303,

    /// <summary>It cannot be said now whether the token is valid. Client: try again after a pause.</summary>
    TokensUnavailable = 304,

    /// <summary>The user has as many connections as one may. Client: close one, or try again later.</summary>
    TooManyConnections = 305,

    /// <summary>More comes in a second than may. Client: wait as long as the answer says, then try again, and send less.</summary>
    RateExceeded = 306,

    /// <summary>The back end that has to allow it could not be asked. Client: try again after a pause, with jitter.</summary>
    HookUnavailable = 307,

    /// <summary>
    /// What the topic shares with other nodes is out of reach. Client: try again after a pause, with jitter; what was published may be stored all the
    /// same, so with an idempotency key. After a subscription has ended with it: subscribe again, with recovery.
    /// </summary>
    EngineUnavailable = 310,

    /// <summary>Not all nodes of the cluster can be asked now, or what they share cannot be reached. Client: try again after a pause, with jitter.</summary>
    NodesUnavailable = 311,

    /// <summary>The broker failed at this topic. Client: subscribe again, with recovery, after a pause.</summary>
    TopicFailed = 500,

    /// <summary>The topic has used up its offsets. Client: have its history deleted, which begins a new epoch.</summary>
    NoOffsetsLeft = 501,

    /// <summary>The broker's disk could not store or read it. Client: try again after a pause, with jitter.</summary>
    StorageFailed = 502,
}
