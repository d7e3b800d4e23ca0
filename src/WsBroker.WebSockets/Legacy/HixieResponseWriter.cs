using System.Buffers;
using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Writes the 101 of hixie-76 (draft §5.2): what was asked comes back, and the answer to the challenge behind it.</summary>
internal static class HixieResponseWriter
{
    /// <summary>Writes it whole.</summary>
    public static void WriteAccepted(IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(request);
        var query = request.Query.Length > 0 ? $"?{request.Query}" : "";
        var protocolLine = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        output.Write(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 WebSocket Protocol Handshake\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Origin: {request.Origin ?? "null"}\r\n"
            + $"Sec-WebSocket-Location: {(isSecure ? "wss" : "ws")}://{request.Host}{request.Path}{query}\r\n"
            + $"{protocolLine}\r\n"));
        HixieChallenge.Answer(Convert.FromBase64String(request.Key), output.GetSpan(HixieChallenge.AnswerLength));
        output.Advance(HixieChallenge.AnswerLength);
    }
}
