using System.Buffers;
using System.Buffers.Text;
using System.Text;
using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Handshake;

/// <summary>Reads a server's answer to an upgrade request (RFC 6455 §4.1).</summary>
/// <remarks>No state: the same bytes give the same answer however the network split them.</remarks>
public static class UpgradeResponseReader
{
    private const int SwitchingProtocols = 101;

    /// <summary>Reads the answer that <paramref name="received"/> begins with.</summary>
    /// <param name="received">All bytes of the answer so far; frames or a body may follow the head.</param>
    /// <param name="key">The key of the request.</param>
    /// <param name="offered">The subprotocols of the request.</param>
    /// <param name="compression">The request's offer of permessage-deflate; null for none.</param>
    /// <param name="headLength">Where the head ends, once it is whole.</param>
    /// <param name="response">The answer, once its head is whole and well-formed; also if it is a refusal.</param>
    /// <param name="failure">Why the connection is not open.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/> if the connection is open; <see cref="OperationStatus.NeedMoreData"/>; or
    /// <see cref="OperationStatus.InvalidData"/> with the failure.
    /// </returns>
    public static OperationStatus TryRead(
        ReadOnlySpan<byte> received,
        string key,
        IReadOnlyList<string> offered,
        DeflateParameters? compression,
        out int headLength,
        out UpgradeResponse? response,
        out UpgradeFailure failure)
    {
        response = null;
        failure = UpgradeFailure.None;
        var status = new RequestHeadReader(HeadLimits.Default).Read(received, out headLength, out _);
        if (status is OperationStatus.NeedMoreData)
        {
            return status;
        }

        if (status is OperationStatus.InvalidData || !TryParse(received[..headLength], out var code, out var headers))
        {
            failure = UpgradeFailure.ResponseMalformed;
            return OperationStatus.InvalidData;
        }

        response = new UpgradeResponse(
            code,
            headers.Combined("Sec-WebSocket-Protocol"u8),
            headers.Combined("Sec-WebSocket-Extensions"u8),
            headers.Combined("Retry-After"u8));
        failure = Check(response, headers, key, offered);
        if (failure is UpgradeFailure.None && response.Extensions is not null)
        {
            failure = CheckExtensions(ref response, compression);
        }

        return failure is UpgradeFailure.None ? OperationStatus.Done : OperationStatus.InvalidData;
    }

    // HTTP/1.1 SP three digits, then a space and a phrase that says nothing (RFC 9112 §4)
    private static bool TryParse(ReadOnlySpan<byte> head, out int code, out HeaderLines headers)
    {
        code = 0;
        headers = default;
        var end = head.IndexOf("\r\n"u8);
        var line = head[..end];
        return line.StartsWith("HTTP/1.1 "u8)
            && line.Length >= 12
            && Utf8Parser.TryParse(line.Slice(9, 3), out code, out var digits)
            && digits == 3
            && (line.Length == 12 || line[12] == (byte)' ')
            && HeaderLines.TryParse(head[(end + 2)..^2], out headers);
    }

    private static UpgradeFailure Check(
        UpgradeResponse response, in HeaderLines headers, string key, IReadOnlyList<string> offered)
    {
        if (response.StatusCode != SwitchingProtocols)
        {
            return UpgradeFailure.NotAccepted;
        }

        if (!headers.TryGet("Upgrade"u8, out var upgrade) || !Ascii.EqualsIgnoreCase(upgrade, "websocket"u8))
        {
            return UpgradeFailure.UpgradeNotWebSocket;
        }

        if (!headers.ListContains("Connection"u8, "upgrade"u8))
        {
            return UpgradeFailure.ConnectionNotUpgrade;
        }

        if (!string.Equals(
            headers.Combined("Sec-WebSocket-Accept"u8), AcceptKey.Compute(key), StringComparison.Ordinal))
        {
            return UpgradeFailure.AcceptKeyWrong;
        }

        if (response.Subprotocol is not null && !offered.Contains(response.Subprotocol, StringComparer.Ordinal))
        {
            return UpgradeFailure.SubprotocolNotOffered;
        }

        return UpgradeFailure.None;
    }

    private static UpgradeFailure CheckExtensions(ref UpgradeResponse response, DeflateParameters? offer)
    {
        if (offer is null || !DeflateNegotiation.TryReadAnswer(offer, response.Extensions, out var agreed))
        {
            return UpgradeFailure.ExtensionNotOffered;
        }

        response = response with { Compression = agreed };
        return UpgradeFailure.None;
    }
}
