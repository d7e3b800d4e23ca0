using WsBroker.Broker.Sessions;

namespace WsBroker.Server.Http.Bodies;

/// <summary>Why one of several things was refused.</summary>
/// <param name="Code">The code, as WebSocket clients see it.</param>
/// <param name="Message">The sentence for people.</param>
/// <param name="Retry">Whether trying again later makes sense.</param>
internal sealed record ErrorBody(int Code, string Message, bool Retry)
{
    /// <summary>What goes with a code.</summary>
    public static ErrorBody Of(ErrorCode code) => new((int)code, code.Describe(), code.IsRetryable());
}
