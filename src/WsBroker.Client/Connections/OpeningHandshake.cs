using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Client.Connections;

/// <summary>A client's side of the opening handshake (RFC 6455 §4.1).</summary>
internal static class OpeningHandshake
{
    private const int NonceBytes = 16;

    private static readonly string[] _subprotocols = ["wsbroker.v1.json"];

    // No context on either side: it would cost the server more than it saves either of us
    private static readonly DeflateParameters _offer = new() { ServerNoContextTakeover = true, ClientNoContextTakeover = true };

    /// <summary>Asks for the upgrade and waits for the answer.</summary>
    /// <param name="stream">A fresh connection.</param>
    /// <param name="address">Where it leads.</param>
    /// <param name="offersCompression">Whether permessage-deflate is offered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The bytes that came behind the answer: the first frames, or none; and what was agreed on about compression, or null.
    /// </returns>
    /// <exception cref="WsBrokerException">The answer is a refusal, or not that of a WebSocket server.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<(byte[] First, DeflateParameters? Compression)> ShakeAsync(
        Stream stream, Uri address, bool offersCompression, CancellationToken cancellationToken)
    {
        var offer = offersCompression ? _offer : null;
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        var request = new ArrayBufferWriter<byte>();
        UpgradeRequestWriter.Write(
            request, HostOf(address), address.PathAndQuery, key, _subprotocols, origin: null, HeadersFor(offer));
        await stream.WriteAsync(request.WrittenMemory, cancellationToken);

        // A head that is still not whole when the buffer is full was refused for its size before
        var received = new byte[HeadLimits.Default.MaxHeadBytes + 1];
        for (var count = 0; ;)
        {
            var read = await stream.ReadAsync(received.AsMemory(count), cancellationToken);
            count += read;
            var status = UpgradeResponseReader.TryRead(
                received.AsSpan(0, count), key, _subprotocols, offer, out var headLength, out var response, out var failure);
            if (status is OperationStatus.Done)
            {
                return (received[headLength..count], response!.Compression);
            }

            if (status is OperationStatus.InvalidData)
            {
                throw Refused(address, failure, response);
            }

            if (read == 0)
            {
                throw new IOException("the connection ended during the handshake");
            }
        }
    }

    private static KeyValuePair<string, string>[] HeadersFor(DeflateParameters? offer) =>
        offer is null ? [] : [KeyValuePair.Create("Sec-WebSocket-Extensions", offer.ToString())];

    private static string HostOf(Uri address)
    {
        var host = address.HostNameType is UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        return address.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{address.Port}");
    }

    private static WsBrokerException Refused(Uri address, UpgradeFailure failure, UpgradeResponse? response)
    {
        var place = address.GetLeftPart(UriPartial.Path);
        if (failure is not UpgradeFailure.NotAccepted)
        {
            return new WsBrokerException(
                ClientErrorCode.HandshakeRefused,
                canRetry: false,
                $"What answers at {place} is no WebSocket server ({failure}); check the address.");
        }

        var status = response!.StatusCode;
        return new WsBrokerException(
            ClientErrorCode.HandshakeRefused,
            canRetry: status is 408 or 429 or >= 500,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{place} refused the connection with HTTP {status}: {AdviceFor(status)}."))
        {
            RetryAfter = ReadRetryAfter(response.RetryAfter),
        };
    }

    private static string AdviceFor(int status) => status switch
    {
        401 => "give a valid token",
        403 => "this client may not connect",
        404 => "check the path; the broker's own is /",
        429 => "there are too many connections, or too many come at once; try again later",
        >= 500 => "try again later",
        _ => "check the address",
    };

    private static TimeSpan ReadRetryAfter(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 3600))
            : TimeSpan.Zero;
}
