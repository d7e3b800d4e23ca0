using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WsBroker.Server.Webhooks;

/// <summary>Signs what is sent to webhooks, so that they can tell it from what others send, and from what was sent before.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="secret">What the webhook knows, too.</param>
internal sealed class Signature(string secret)
{
    /// <summary>The header that it stands in.</summary>
    public const string Header = "WsBroker-Signature";

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    /// <summary>The value of the header: <c>t=SECONDS,v1=HEX</c>, the HMAC-SHA256 of the seconds since 1970, a dot, and the body.</summary>
    public string Of(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{seconds}."));
        hmac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
