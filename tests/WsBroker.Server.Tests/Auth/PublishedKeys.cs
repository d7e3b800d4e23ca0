using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Auth;

/// <summary>An issuer with a key that it publishes, and what its address answers. Thread-safe.</summary>
internal sealed class PublishedKeys : HttpMessageHandler
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SemaphoreSlim _asked = new(0);
    private int _requests;

    /// <summary>What is answered next; it ends when the request is given up.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = static _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));

    /// <summary>How many requests there were.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The key as a set of keys.</summary>
    public string Set(string kid = "p1", string? algorithm = null, string use = "sig")
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = kid,
            ["use"] = use,
            ["x"] = TokenBuilder.Encode(point.X!),
            ["y"] = TokenBuilder.Encode(point.Y!),
        };
        if (algorithm is not null)
        {
            key["alg"] = algorithm;
        }

        return JsonSerializer.Serialize(new { keys = new object[] { key } });
    }

    /// <summary>A token signed with the key.</summary>
    public string Sign(TokenBuilder token, string kid = "p1") =>
        token.Header("alg", "ES256").Header("kid", kid).SignBy(signed => _key.SignData(signed, HashAlgorithmName.SHA256));

    /// <summary>From now on this is answered.</summary>
    public void AnswerWith(string content, HttpStatusCode status = HttpStatusCode.OK) =>
        Answer = _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(content) });

    /// <summary>Waits until it has been asked once more.</summary>
    public async Task WaitForRequestAsync() => Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(30)), "nobody asked for the keys");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        _asked.Release();
        return Answer(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        _asked.Dispose();
        base.Dispose(disposing);
    }
}
