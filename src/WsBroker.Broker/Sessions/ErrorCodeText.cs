namespace WsBroker.Broker.Sessions;

/// <summary>The sentence for people that goes with a code, and whether the same request may succeed later.</summary>
public static class ErrorCodeText
{
    /// <summary>Whether trying the same request again, later, makes sense.</summary>
    public static bool IsRetryable(this ErrorCode code) => (int)code >= 300;

    /// <summary>What is wrong and what is allowed, when nothing more particular is known.</summary>
    public static string Describe(this ErrorCode code) => code switch
    {
        ErrorCode.MalformedMessage => "a message is one JSON object with one command",
        ErrorCode.UnknownCommand =>
            "unknown command; known are connect, refresh, subscribe, unsubscribe, publish, history, presence and ping",
        ErrorCode.MissingMember => "a member is missing",
        ErrorCode.InvalidMember => "a member has the wrong type or a value out of range",
        ErrorCode.InvalidTopic => "the topic is not valid",
        ErrorCode.DuplicateMember => "a member stands twice",
        ErrorCode.AlreadySubscribed => "already subscribed; unsubscribe first to subscribe in another way",
        ErrorCode.NotSubscribed => "not subscribed",
        ErrorCode.TooManySubscriptions => "too many subscriptions; unsubscribe from one first",
        ErrorCode.AlreadyConnected => "already connected; connect is the first command, and comes once",
        ErrorCode.MessageTooBig => "the publication is larger than the topic takes",
        ErrorCode.SystemTopic => "topics that begin with '$' are the broker's own",
        ErrorCode.NotAllowed => "the topic is not open to this client for that",
        ErrorCode.NoPresence => "the topic does not tell who is there",
        ErrorCode.EndedByBackEnd => "a back end has ended the subscription",
        ErrorCode.NotConnected => "nothing may be done before connect with a token",
        ErrorCode.InvalidToken => "the token is not valid",
        ErrorCode.TokenExpired => "the token has expired; refresh with a new one",
        ErrorCode.OtherUser => "the token is another user's than the session",
        ErrorCode.TokensUnavailable => "tokens cannot be verified now; try again later",
        ErrorCode.TooManyConnections => "the user has as many connections as one may",
        ErrorCode.DeniedByHook => "the back end does not allow it",
        ErrorCode.HookUnavailable => "the back end that has to allow it could not be asked; try again later",
        ErrorCode.RateExceeded => "more comes from you in a second than may; try again later, and send less",
        ErrorCode.NodesUnavailable => "not all nodes of the cluster can be asked now; try again later",
        ErrorCode.Busy => "the topic has more waiting than it takes; try again later",
        ErrorCode.TopicRestarted => "the topic was just let go; try again",
        ErrorCode.TooManyTopics => "there are as many topics as there may be; try again later, or use one that is there",
        ErrorCode.StorageFull => "the broker's disk is full; try again later",
        ErrorCode.StorageFailed => "the broker's disk failed; try again later",
        ErrorCode.EngineUnavailable => "what the topic shares with other nodes is out of reach; try again later",
        ErrorCode.TopicFailed => "the broker failed at this topic; subscribe again with recovery",
        ErrorCode.NoOffsetsLeft => "the topic has used up its offsets; delete its history to begin a new epoch",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "no such code"),
    };
}
