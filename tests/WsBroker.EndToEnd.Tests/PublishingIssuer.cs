using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>An issuer of tokens that publishes its keys over HTTP, and can be made to fail at it. Thread-safe.</summary>
internal sealed class PublishingIssuer(string name) : IDisposable
{
    private readonly ECDsa _first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _second = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What it answers: its keys, or something else.</summary>
    public Func<HttpContext, Task>? Failure { get; set; }

    /// <summary>Whether it publishes its second key too.</summary>
    public bool HasRotated { get; set; }

    /// <summary>What its tokens say in <c>iss</c>, and the last part of its address.</summary>
    public string Name => name;

    /// <summary>A token with its first key, or with its second.</summary>
    public string Token(bool isRotated = false)
    {
        var key = isRotated ? _second : _first;
        return TokenBuilder.For("u1").Claim("iss", name).Claim("aud", "wsbroker")
            .Header("alg", "ES256").Header("kid", isRotated ? "second" : "first")
            .SignBy(signed => key.SignData(signed, HashAlgorithmName.SHA256));
    }

    /// <summary>Publishes its keys.</summary>
    public void Map(IEndpointRouteBuilder web) => web.MapGet($"/{name}", context => Failure?.Invoke(context) ?? context.Response.WriteAsync(Keys()));

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private string Keys() => JsonSerializer.Serialize(new
    {
        keys = HasRotated ? (object[])[Describe(_first, "first"), Describe(_second, "second")] : [Describe(_first, "first")],
    });

    private static object Describe(ECDsa key, string kid)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", kid, use = "sig", x = TokenBuilder.Encode(point.X!), y = TokenBuilder.Encode(point.Y!) };
    }
}
