using System.Diagnostics.CodeAnalysis;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Makes an upgrade request out of a request of hixie-76, or says why it is none (draft §5.2).</summary>
internal static class HixieRequestReader
{
    /// <summary>Reads the request; its <see cref="UpgradeRequest.Key"/> is the challenge in Base64.</summary>
    public static bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal)
    {
        request = null;
        IReadOnlyList<string> subprotocols = [];
        refusal = UpgradeRequestReader.CheckRequest(head);
        refusal = refusal is UpgradeRefusal.None ? CheckOrigin(head) : refusal;
        refusal = refusal is UpgradeRefusal.None ? CheckKeys(head) : refusal;
        if (refusal is not UpgradeRefusal.None
            || !UpgradeRequestReader.TryReadSubprotocols(head, out subprotocols, out refusal))
        {
            return false;
        }

        if (!TryReadChallenge(head, tail, out var challenge))
        {
            refusal = UpgradeRefusal.KeyMalformed;
            return false;
        }

        request = UpgradeRequestReader.Make(head, challenge, "Origin"u8, subprotocols);
        return true;
    }

    // It goes back as it came, and what is not ASCII is no origin
    private static UpgradeRefusal CheckOrigin(in RequestHead head) =>
        !head.TryGetHeader("Origin"u8, out var origin) || HttpSyntax.IsVisible(origin)
            ? UpgradeRefusal.None
            : UpgradeRefusal.OriginNotAllowed;

    private static UpgradeRefusal CheckKeys(in RequestHead head)
    {
        var (first, second) = (head.Count("Sec-WebSocket-Key1"u8), head.Count("Sec-WebSocket-Key2"u8));
        if (first == 0 || second == 0)
        {
            return UpgradeRefusal.KeyMissing;
        }

        return first == 1 && second == 1 ? UpgradeRefusal.None : UpgradeRefusal.KeyRepeated;
    }

    private static bool TryReadChallenge(in RequestHead head, ReadOnlySpan<byte> tail, out string challenge)
    {
        challenge = "";
        if (!head.TryGetHeader("Sec-WebSocket-Key1"u8, out var key1)
            || !HixieChallenge.TryReadNumber(key1, out var first)
            || !head.TryGetHeader("Sec-WebSocket-Key2"u8, out var key2)
            || !HixieChallenge.TryReadNumber(key2, out var second))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[HixieChallenge.Length];
        HixieChallenge.Write(bytes, first, second, tail);
        challenge = Convert.ToBase64String(bytes);
        return true;
    }
}
