namespace WsBroker.Client;

/// <summary>The broker refused a request, or cannot be reached.</summary>
public sealed class WsBrokerException : Exception
{
    /// <summary>Makes one for a code of the server.</summary>
    public WsBrokerException(int code, bool canRetry, string message, Exception? cause = null)
        : base(message, cause)
    {
        Code = code;
        CanRetry = canRetry;
    }

    /// <summary>Makes one for a code of the client.</summary>
    public WsBrokerException(ClientErrorCode code, bool canRetry, string message, Exception? cause = null)
        : this((int)code, canRetry, message, cause)
    {
    }

    /// <summary>The server's error code, 100 to 599, or a <see cref="ClientErrorCode"/>, 900 and above.</summary>
    public int Code { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool CanRetry { get; }

    /// <summary>How long the server asks to wait before the same request, or the next connection; zero if it does not say.</summary>
    public TimeSpan RetryAfter { get; init; }
}
