using System.Text;
using WsBroker.Server.Auth;

namespace WsBroker.Server.Tests.Auth;

public sealed class JwksReaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("ES256")]
    public void A_public_key_is_taken_for_the_algorithm_that_it_says_or_the_usual_one(string? algorithm)
    {
        using var issuer = new PublishedKeys();

        var keys = Read(issuer.Set(algorithm: algorithm));

        Assert.Equal("ES256", keys?.Find("p1")?.Algorithm.Name);
    }

    [Fact]
    public void A_key_for_something_else_is_left_out()
    {
        using var issuer = new PublishedKeys();

        Assert.Null(Read(issuer.Set(use: "enc")));
        Assert.Null(Read(issuer.Set(algorithm: "ES384")));
        Assert.Null(Read(issuer.Set(algorithm: "HS256")));
        Assert.Null(Read(issuer.Set(kid: "")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":7}")]
    [InlineData("<html>not here</html>")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"!\",\"e\":\"AQAB\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\"}]}")]
    public void AU_04_What_has_no_key_that_can_be_used_is_no_set(string json) => Assert.Null(Read(json));

    private static KeySet? Read(string json) => JwksReader.Read(Encoding.UTF8.GetBytes(json));
}
