using System.Buffers;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Echo;

/// <summary>The conversation in which the server says what it hears.</summary>
/// <param name="session">The client's session.</param>
internal sealed class EchoProtocol(Session session) : ClientProtocol
{
    /// <inheritdoc/>
    public override Verdict Open(IBufferWriter<byte> answer) => session.Execute(new Command.Enter(default)) is SessionEvent.Refused refused ? Judge(refused) : Verdict.GoOn;

    /// <inheritdoc/>
    public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer) => Verdict.SendBack;

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer) => news switch
    {
        SessionEvent.Refused refused => Judge(refused),
        SessionEvent.TokenExpired => Verdict.TokenExpired,
        _ => Verdict.GoOn,
    };

    private static Verdict Judge(SessionEvent.Refused refused) => refused.Code.IsRetryable() ? Verdict.TryLater : Verdict.NotAllowed;
}
