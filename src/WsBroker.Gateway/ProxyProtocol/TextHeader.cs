using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsBroker.Gateway.ProxyProtocol;

/// <summary>Version 1 (proxy-protocol.txt §2.1): one line such as <c>PROXY TCP4 203.0.113.9 192.0.2.1 4711 443</c>.</summary>
internal static class TextHeader
{
    // With two IPv6 addresses at their longest, and the line's end
    private const int MaxLineBytes = 107;

    /// <summary>How it begins.</summary>
    public static ReadOnlySpan<byte> Start => "PROXY "u8;

    /// <summary>Reads bytes that begin so, as far as they are there.</summary>
    public static OperationStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header, out int length)
    {
        header = default;
        length = 0;
        var window = received[..Math.Min(received.Length, MaxLineBytes)];
        var end = window.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return received.Length < MaxLineBytes ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
        }

        length = end + 2;
        return TryParse(Encoding.Latin1.GetString(window[Start.Length..end]), out header)
            ? OperationStatus.Done
            : OperationStatus.InvalidData;
    }

    private static bool TryParse(string line, out ProxyHeader header)
    {
        header = default;
        var parts = line.Split(' ');
        if (parts[0] is "UNKNOWN")
        {
            // Whatever follows is to be passed over
            return true;
        }

        var family = parts[0] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unknown,
        };
        if (parts is not [_, var from, var to, var fromPort, var toPort]
            || !TryParseAddress(from, family, out var source)
            || !TryParseAddress(to, family, out _)
            || !IsPort(fromPort)
            || !IsPort(toPort))
        {
            return false;
        }

        header = new ProxyHeader(IsOwn: false, source, IsEncrypted: false);
        return true;
    }

    // IPv4 only as it is usually written, and not in the octal, hexadecimal and shortened forms of old
    private static bool TryParseAddress(string text, AddressFamily family, out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && address.AddressFamily == family
        && !text.AsSpan().ContainsAny('[', ']', '%')
        && (family is not AddressFamily.InterNetwork || string.Equals(text, address.ToString(), StringComparison.Ordinal));

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && string.Equals(text, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
