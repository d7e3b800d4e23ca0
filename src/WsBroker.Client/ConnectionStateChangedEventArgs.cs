namespace WsBroker.Client;

/// <summary>News of a client's connection.</summary>
public sealed class ConnectionStateChangedEventArgs : EventArgs
{
    internal ConnectionStateChangedEventArgs(ConnectionState state, string? reason, TimeSpan? retryIn)
    {
        State = state;
        Reason = reason;
        RetryIn = retryIn;
    }

    /// <summary>How it stands now.</summary>
    public ConnectionState State { get; }

    /// <summary>For people: why; null if there is nothing to say.</summary>
    public string? Reason { get; }

    /// <summary>When the next try begins; null unless <see cref="ConnectionState.Reconnecting"/>.</summary>
    public TimeSpan? RetryIn { get; }
}
