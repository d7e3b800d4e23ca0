namespace WsBroker.Gateway.Transports;

/// <summary>What became of the request of a <see cref="RequestTransport"/>.</summary>
public abstract record RequestOutcome
{
    private RequestOutcome()
    {
    }

    /// <summary>It becomes a WebSocket, or a stream of events.</summary>
    /// <param name="Answer">The head of the answer in HTTP/1.1, with status 101, or 200 for events.</param>
    public sealed record Accepted(ReadOnlyMemory<byte> Answer) : RequestOutcome;

    /// <summary>It is answered, and nothing follows.</summary>
    /// <param name="Answer">The whole answer in HTTP/1.1.</param>
    public sealed record Refused(ReadOnlyMemory<byte> Answer) : RequestOutcome;

    /// <summary>It asks for no WebSocket: the HTTP server may answer it.</summary>
    public sealed record GivenBack : RequestOutcome
    {
        internal static readonly GivenBack Instance = new();
    }

    /// <summary>It gets no answer, because we failed or are overloaded.</summary>
    public sealed record Abandoned : RequestOutcome
    {
        internal static readonly Abandoned Instance = new();
    }
}
