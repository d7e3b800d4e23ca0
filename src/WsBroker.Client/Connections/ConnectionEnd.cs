using WsBroker.WebSockets.Closing;

namespace WsBroker.Client.Connections;

/// <summary>How a connection ended.</summary>
/// <param name="Code">The server's close code, or ours; <see cref="CloseCode.AbnormalClosure"/> if there was no close frame.</param>
/// <param name="Reason">For people.</param>
internal sealed record ConnectionEnd(CloseCode Code, string Reason)
{
    /// <summary>Whether the server would close again for the same reason, so that connecting again is of no use.</summary>
    public bool IsFinal => Code is CloseCode.ProtocolError
        or CloseCode.UnsupportedData
        or CloseCode.InvalidPayload
        or CloseCode.PolicyViolation
        or CloseCode.MandatoryExtension;
}
