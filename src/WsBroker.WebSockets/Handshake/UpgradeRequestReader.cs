using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Handshake;

/// <summary>Makes an upgrade request out of a request head, or says why it is none (RFC 6455 §4.2.1).</summary>
/// <remarks>
/// Rules that overlap are tried in this order: Host, one of each header, body (400), method (405), HTTP version (505),
/// target (400), upgrade (426 or 400), WebSocket version (426), key, subprotocols and extensions (400).
/// </remarks>
public static class UpgradeRequestReader
{
    private static readonly SearchValues<byte> _base64Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Reads the request.</summary>
    /// <param name="head">The head; what is kept of it is copied.</param>
    /// <param name="request">The request, if it keeps all rules.</param>
    /// <param name="refusal">The first rule that it breaks.</param>
    /// <returns>Whether it keeps all rules.</returns>
    public static bool TryRead(
        in RequestHead head, [NotNullWhen(true)] out UpgradeRequest? request, out UpgradeRefusal refusal) =>
        TryRead(head, "13"u8, "Origin"u8, out request, out refusal);

    /// <summary>Reads the request of another version, which differs in the name of one header at most.</summary>
    internal static bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> version,
        ReadOnlySpan<byte> originName,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal)
    {
        request = null;
        IReadOnlyList<string> subprotocols = [];
        refusal = CheckRequest(head);
        refusal = refusal is UpgradeRefusal.None ? CheckVersion(head, version) : refusal;
        refusal = refusal is UpgradeRefusal.None ? CheckKey(head) : refusal;
        if (refusal is not UpgradeRefusal.None || !TryReadSubprotocols(head, out subprotocols, out refusal))
        {
            return false;
        }

        var extensions = head.CombinedHeader("Sec-WebSocket-Extensions"u8);
        if (extensions is not null && !ExtensionListReader.IsWellFormed(extensions))
        {
            refusal = UpgradeRefusal.ExtensionsMalformed;
            return false;
        }

        request = Make(head, head.CombinedHeader("Sec-WebSocket-Key"u8)!, originName, subprotocols);
        return true;
    }

    /// <summary>What every version asks of a request: the rules of HTTP, and an upgrade to WebSocket.</summary>
    internal static UpgradeRefusal CheckRequest(in RequestHead head)
    {
        var refusal = CheckPlainRequest(head);
        return refusal is UpgradeRefusal.None ? CheckUpgrade(head) : refusal;
    }

    /// <summary>The rules of HTTP for a GET without a body.</summary>
    /// <param name="head">The request.</param>
    /// <param name="mayBeOld">Whether it may be HTTP/1.0, as proxies speak it.</param>
    internal static UpgradeRefusal CheckPlainRequest(in RequestHead head, bool mayBeOld = false)
    {
        var refusal = CheckHost(head);
        refusal = refusal is UpgradeRefusal.None ? CheckOnce(head) : refusal;
        return refusal is UpgradeRefusal.None ? CheckRequestLine(head, mayBeOld) : refusal;
    }

    /// <summary>Puts together what was found to keep the rules.</summary>
    internal static UpgradeRequest Make(
        in RequestHead head, string key, ReadOnlySpan<byte> originName, IReadOnlyList<string> subprotocols) => new()
        {
            Path = Encoding.ASCII.GetString(head.Path),
            Query = Encoding.ASCII.GetString(head.Query),
            Host = head.CombinedHeader("Host"u8)!,
            Origin = head.CombinedHeader(originName),
            Key = key,
            Subprotocols = subprotocols,
            Extensions = head.CombinedHeader("Sec-WebSocket-Extensions"u8),
            Authorization = head.CombinedHeader("Authorization"u8),
        };

    private static UpgradeRefusal CheckHost(in RequestHead head) =>
        head.Count("Host"u8) switch
        {
            0 => UpgradeRefusal.HostMissing,
            1 => head.TryGetHeader("Host"u8, out var host) && HostSyntax.IsHost(host)
                ? UpgradeRefusal.None
                : UpgradeRefusal.HostMalformed,
            _ => UpgradeRefusal.HostRepeated,
        };

    private static UpgradeRefusal CheckOnce(in RequestHead head)
    {
        if (head.Count("Origin"u8) > 1)
        {
            return UpgradeRefusal.OriginRepeated;
        }

        if (head.Count("Authorization"u8) > 1)
        {
            return UpgradeRefusal.AuthorizationRepeated;
        }

        // A body could be taken for frames, or for a second request, by whoever else reads this connection
        var hasLength = head.Count("Content-Length"u8) > 0 && head.CombinedHeader("Content-Length"u8) is not "0";
        return hasLength || head.Count("Transfer-Encoding"u8) > 0 ? UpgradeRefusal.BodyAnnounced : UpgradeRefusal.None;
    }

    private static UpgradeRefusal CheckRequestLine(in RequestHead head, bool mayBeOld)
    {
        if (!head.Method.SequenceEqual("GET"u8))
        {
            return UpgradeRefusal.MethodNotAllowed;
        }

        if (!head.Version.SequenceEqual("HTTP/1.1"u8) && !(mayBeOld && head.Version.SequenceEqual("HTTP/1.0"u8)))
        {
            return UpgradeRefusal.HttpVersionNotSupported;
        }

        return head.Target[0] == (byte)'/' && !head.Target.Contains((byte)'#')
            ? UpgradeRefusal.None
            : UpgradeRefusal.TargetMalformed;
    }

    private static UpgradeRefusal CheckUpgrade(in RequestHead head)
    {
        var upgrades = head.ListContains("Connection"u8, "upgrade"u8);
        if (head.Count("Upgrade"u8) == 0 && !upgrades)
        {
            return UpgradeRefusal.UpgradeMissing;
        }

        if (!head.ListContains("Upgrade"u8, "websocket"u8))
        {
            return UpgradeRefusal.UpgradeNotWebSocket;
        }

        return upgrades ? UpgradeRefusal.None : UpgradeRefusal.ConnectionNotUpgrade;
    }

    private static UpgradeRefusal CheckVersion(in RequestHead head, ReadOnlySpan<byte> version) =>
        head.Count("Sec-WebSocket-Version"u8) == 1
        && head.TryGetHeader("Sec-WebSocket-Version"u8, out var asked)
        && asked.SequenceEqual(version)
            ? UpgradeRefusal.None
            : UpgradeRefusal.VersionNotSupported;

    private static UpgradeRefusal CheckKey(in RequestHead head)
    {
        if (!head.TryGetHeader("Sec-WebSocket-Key"u8, out var key))
        {
            return UpgradeRefusal.KeyMissing;
        }

        if (head.Count("Sec-WebSocket-Key"u8) > 1)
        {
            return UpgradeRefusal.KeyRepeated;
        }

        // Spare bits in the last digit are let pass: there are clients that make up digits and not bytes
        return key.Length == AcceptKey.KeyLength
            && key.EndsWith("=="u8)
            && !key[..^2].ContainsAnyExcept(_base64Digits)
            ? UpgradeRefusal.None
            : UpgradeRefusal.KeyMalformed;
    }

    /// <summary>Reads what the client offers to speak.</summary>
    internal static bool TryReadSubprotocols(
        in RequestHead head, out IReadOnlyList<string> subprotocols, out UpgradeRefusal refusal)
    {
        refusal = UpgradeRefusal.None;
        subprotocols = [];
        var list = head.CombinedHeader("Sec-WebSocket-Protocol"u8);
        if (list is null)
        {
            return true;
        }

        var names = list.Split(',', StringSplitOptions.TrimEntries);
        if (!Array.TrueForAll(names, name => HttpSyntax.IsToken(name))
            || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            refusal = UpgradeRefusal.SubprotocolsMalformed;
            return false;
        }

        subprotocols = names;
        return true;
    }
}
