using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Connections;

/// <summary>How a conversation comes to its end.</summary>
internal abstract record Ending
{
    private Ending()
    {
    }

    /// <summary>The client has sent a close frame with this code.</summary>
    internal sealed record ByClient(CloseCode Code) : Ending
    {
        /// <summary>Whether the client has done what it wanted to; with other codes something went wrong.</summary>
        public bool IsWanted => Code is CloseCode.NormalClosure or CloseCode.GoingAway or CloseCode.NoStatusReceived;
    }

    /// <summary>The client broke a rule of framing or UTF-8.</summary>
    internal sealed record ByViolation(ProtocolViolation Violation) : Ending;

    /// <summary>We end it.</summary>
    internal sealed record ByUs(EndReason Reason) : Ending;
}
