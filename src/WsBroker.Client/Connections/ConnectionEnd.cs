using WsBroker.WebSockets.Closing;

namespace WsBroker.Client.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Code">
/// The server's close code; <see cref="CloseCode.AbnormalClosure"/> if there was no close frame of it.
/// </param>
/// <param name="Reason">For people.</param>
internal sealed record ConnectionEnd(CloseCode Code, string Reason)
{
    /// <summary>Whether another connection would end in the same way, so that there is no use in one.</summary>
    public bool IsFinal { get; private init; } = Code is CloseCode.ProtocolError
        or CloseCode.UnsupportedData
        or CloseCode.InvalidPayload
        or CloseCode.PolicyViolation
        or CloseCode.MandatoryExtension;

    /// <summary>What our own close frame says.</summary>
    public CloseCode Reply { get; private init; } = CloseFrameWriter.MayBeSent(Code) ? Code : CloseCode.NormalClosure;

    /// <summary>The network or a peer that does not keep to WebSocket took it from us.</summary>
    public static ConnectionEnd Broken(string reason) => new(CloseCode.AbnormalClosure, reason);

    /// <summary>The server broke a rule of WebSocket, or sent more than we take, which it would send again.</summary>
    public static ConnectionEnd Violated(ProtocolViolation violation) =>
        new(CloseCode.AbnormalClosure, Describe(violation.Reason))
        {
            IsFinal = violation.Reason is ViolationReason.MessageTooBig,
            Reply = violation.Code,
        };

    private static string Describe(ViolationReason reason) => reason is ViolationReason.MessageTooBig
        ? $"the server sent a message larger than {nameof(WsBrokerClientOptions.MaxMessageBytes)}"
        : $"the server broke a rule of WebSocket: {reason}";
}
