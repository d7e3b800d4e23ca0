using System.Buffers;

namespace WsBroker.WebSockets.Handshake;

/// <summary>What a Host header may hold (RFC 9110 §7.2, RFC 3986 §3.2.2): a host and perhaps a port.</summary>
/// <remarks>Commas, which RFC 3986 allows in names, are refused: they would hide a second host.</remarks>
internal static class HostSyntax
{
    private const string Alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<byte> _inName =
        SearchValues.Create([.. (Alphanumerics + "-._~%!$&'()*+;=").Select(c => (byte)c)]);

    private static readonly SearchValues<byte> _inAddress =
        SearchValues.Create([.. (Alphanumerics + "-._~%:").Select(c => (byte)c)]);

    /// <summary>Whether this is a host name or address, perhaps with a port.</summary>
    public static bool IsHost(ReadOnlySpan<byte> value)
    {
        var isAddress = value.StartsWith("["u8);
        var hostLength = isAddress ? value.IndexOf((byte)']') + 1 : value.IndexOf((byte)':');
        hostLength = !isAddress && hostLength < 0 ? value.Length : hostLength;
        var host = value[..hostLength];
        return (isAddress ? IsAddress(host) : IsName(host)) && IsPort(value[hostLength..]);
    }

    private static bool IsName(ReadOnlySpan<byte> host) => !host.IsEmpty && !host.ContainsAnyExcept(_inName);

    private static bool IsAddress(ReadOnlySpan<byte> host) =>
        host.Length > 2 && !host[1..^1].ContainsAnyExcept(_inAddress);

    private static bool IsPort(ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || (rest[0] == (byte)':' && !rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}
