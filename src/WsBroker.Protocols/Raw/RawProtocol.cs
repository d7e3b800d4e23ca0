using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Raw;

/// <summary>The conversation without an envelope: every message is a publication to the one topic of the address.</summary>
/// <remarks>There is no way to tell an error but to close: with 1008 what the client did wrong, with 1013 what may pass.</remarks>
/// <param name="session">The client's session.</param>
/// <param name="filter">The topic of the address, and no wildcard.</param>
/// <param name="query">What the address asks for.</param>
internal sealed class RawProtocol(Session session, TopicFilter filter, RawQuery query) : ClientProtocol
{
    private TopicName Topic => filter.Exact!;

    /// <inheritdoc/>
    public override Verdict Open(IBufferWriter<byte> answer)
    {
        if (query.Mode is RawMode.Pub)
        {
            return Topic.IsSystem ? Verdict.NotAllowed : Do(new Command.Enter(default));
        }

        // A subscriber that can't publish has nothing to be spared, and sharing the delivery of all is cheaper
        var echo = query.Echo || query.Mode is RawMode.Sub;
        return Do(new Command.Subscribe(default, filter, query.Start, echo));
    }

    /// <inheritdoc/>
    public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer)
    {
        if (query.Mode is RawMode.Sub)
        {
            return Verdict.NotAllowed;
        }

        var content = new Content(isBinary ? PayloadKind.Binary : PayloadKind.Text, message.ToArray());
        return Do(new Command.Publish(default, Topic, content));
    }

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer) => news switch
    {
        SessionEvent.Refused refused => Judge(refused),
        SessionEvent.TokenExpired or SessionEvent.SubscriptionEnded { Code: ErrorCode.TokenExpired } => Verdict.TokenExpired,
        SessionEvent.SubscriptionEnded ended => ended.Code.IsRetryable() ? Verdict.TryLater : Verdict.NotAllowed,
        _ => Verdict.GoOn,
    };

    private Verdict Do(Command command) => session.Execute(command) is SessionEvent.Refused refused ? Judge(refused) : Verdict.GoOn;

    private static Verdict Judge(SessionEvent.Refused refused) =>
        refused.Code is ErrorCode.RateExceeded ? Verdict.TooFast
        : refused.Code.IsRetryable() ? Verdict.TryLater
        : Verdict.NotAllowed;
}
