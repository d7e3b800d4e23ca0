using System.Buffers;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>The conversation in JSON: commands in, events out, errors answered and never a reason to close.</summary>
internal sealed class JsonProtocol(Session session, JsonProtocolOptions options) : ClientProtocol
{
    private TopicName? _usual;

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

        if (now is not null)
        {
            EventWriter.Write(answer, now, options);
        }

        return Verdict.GoOn;
    }

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer)
    {
        switch (news)
        {
            case SessionEvent.CreditReturned or SessionEvent.Connected { Request.IsNone: true }:
                return Verdict.GoOn;
            case SessionEvent.TakenOver:
                return Verdict.TakenOver;
            default:
                EventWriter.Write(answer, news, options);
                return Verdict.GoOn;
        }
    }
}
