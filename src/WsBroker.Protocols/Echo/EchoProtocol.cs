using System.Buffers;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Echo;

/// <summary>The conversation in which the server says what it hears. It holds no state, so all connections share it.</summary>
internal sealed class EchoProtocol : ClientProtocol
{
    /// <summary>The only instance.</summary>
    public static readonly EchoProtocol Instance = new();

    private EchoProtocol()
    {
    }

    /// <inheritdoc/>
    public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer) => Verdict.SendBack;

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer) =>
        news is SessionEvent.TokenExpired ? Verdict.TokenExpired : Verdict.GoOn;
}
