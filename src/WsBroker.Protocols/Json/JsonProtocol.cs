using System.Buffers;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>The conversation in JSON: commands in, events out, errors answered, and a reason to close only if there are too many.</summary>
internal sealed class JsonProtocol(Session session, JsonProtocolOptions options) : ClientProtocol
{
    private TopicName? _usual;

    /// <inheritdoc/>
    public override Verdict Open(IBufferWriter<byte> answer)
    {
        session.OpenInbox();
        return Verdict.GoOn;
    }

    /// <inheritdoc/>
    public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer)
    {
        if (isBinary)
        {
            return Verdict.WrongKind;
        }

        var now = CommandReader.Read(message, _usual, out var command) ?? session.Execute(command!);
        if (command is Command.Publish publish)
        {
            _usual = publish.Topic;
        }

        return now is null ? Verdict.GoOn : Write(now, answer);
    }

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer)
    {
        switch (news)
        {
            case SessionEvent.CreditReturned or SessionEvent.TokenExpired or SessionEvent.Connected { Request.IsNone: true }:
                return Verdict.GoOn;
            case SessionEvent.TakenOver:
                return Verdict.TakenOver;
            default:
                return Write(news, answer);
        }
    }

    private Verdict Write(SessionEvent news, IBufferWriter<byte> answer)
    {
        EventWriter.Write(answer, news, options);
        return news is SessionEvent.Refused refused && IsMistake(refused.Code) ? Verdict.Mistaken : Verdict.GoOn;
    }

    // Who is told to wait and goes on regardless is closed in the end
    private static bool IsMistake(ErrorCode code) => !code.IsRetryable() || code is ErrorCode.RateExceeded;
}
