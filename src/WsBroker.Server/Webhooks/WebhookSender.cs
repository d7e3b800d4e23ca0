using System.Net.Http.Headers;

namespace WsBroker.Server.Webhooks;

/// <summary>Sends signed requests to webhooks: to the addresses that are configured, and nowhere else.</summary>
/// <remarks>Thread-safe. Follows no redirects, keeps no cookies, and reads no more of an answer than is allowed.</remarks>
/// <param name="handler">Carries requests; owned from now on.</param>
/// <param name="signature">Signs them.</param>
/// <param name="maxAnswerBytes">The longest answer.</param>
/// <param name="time">The clock.</param>
internal sealed class WebhookSender(HttpMessageHandler handler, Signature signature, long maxAnswerBytes, TimeProvider time) : IDisposable
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    private readonly HttpMessageInvoker _http = new(handler);

    /// <summary>The way to send.</summary>
    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    };

    /// <summary>Sends a body of JSON.</summary>
    /// <returns>The body of the answer, which is empty if there is none.</returns>
    /// <exception cref="WebhookException">The answer is not of the 200s, or too long.</exception>
    /// <exception cref="HttpRequestException">There is none.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public async Task<byte[]> SendAsync(Uri address, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = _json } };
        request.Headers.Add(Signature.Header, signature.Of(body, time.GetUtcNow()));
        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await ReadAsync(answer.Content, cancellationToken)
            : throw new WebhookException($"the answer is {(int)answer.StatusCode}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (read.Length + length > maxAnswerBytes)
            {
                throw new WebhookException("the answer is too long");
            }

            read.Write(buffer.AsSpan(0, length));
        }

        return read.ToArray();
    }
}
