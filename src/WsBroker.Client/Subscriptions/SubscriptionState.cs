namespace WsBroker.Client.Subscriptions;

/// <summary>How a subscription stands with the server that the client is connected to now.</summary>
internal abstract record SubscriptionState
{
    private SubscriptionState()
    {
    }

    /// <summary>The server does not know of it.</summary>
    internal sealed record Waiting : SubscriptionState
    {
        /// <summary>The only instance.</summary>
        internal static readonly Waiting Instance = new();

        private Waiting()
        {
        }
    }

    /// <summary>The server was asked.</summary>
    /// <param name="Id">The request that it will answer.</param>
    internal sealed record Requested(long Id) : SubscriptionState;

    /// <summary>It stood, and the server may have kept it with the session that was cut off.</summary>
    internal sealed record Kept : SubscriptionState
    {
        /// <summary>The only instance.</summary>
        internal static readonly Kept Instance = new();

        private Kept()
        {
        }
    }

    /// <summary>The server takes it up again with its session, and will say so.</summary>
    internal sealed record Resuming : SubscriptionState
    {
        /// <summary>The only instance.</summary>
        internal static readonly Resuming Instance = new();

        private Resuming()
        {
        }
    }

    /// <summary>The subscription stands.</summary>
    /// <param name="CaughtUpAt">Messages up to this offset come from the history, for this subscription alone.</param>
    internal sealed record Live(long CaughtUpAt) : SubscriptionState;

    /// <summary>Nothing will come any more.</summary>
    /// <param name="IsKnownToServer">Whether the server still sends.</param>
    internal sealed record Ended(bool IsKnownToServer) : SubscriptionState;
}
