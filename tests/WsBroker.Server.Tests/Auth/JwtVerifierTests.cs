using System.Security.Cryptography;
using System.Text;
using WsBroker.Broker.Access;
using WsBroker.Server.Auth;
using WsBroker.TestKit;
using static WsBroker.Server.Tests.Auth.SomeVerifier;

namespace WsBroker.Server.Tests.Auth;

public sealed class JwtVerifierTests
{
    [Fact]
    public void A_good_token_tells_who_it_is_for_how_long_and_what_it_may()
    {
        var token = Good.Header("kid", "k1").Claim("jti", "t1").Allow(["chat/+"], ["chat/#", "news"]).Sign();

        var identity = Assert.IsType<Verification.Accepted>(Verify(token)).Identity;

        Assert.Equal("u42", identity.User.Text);
        Assert.Equal("t1", identity.TokenId);
        Assert.Equal(Time.GetUtcNow(), identity.IssuedAt);
        Assert.Equal(Time.GetUtcNow().AddHours(1), identity.ExpiresAt);
        Assert.Equal("chat/+", string.Join(' ', identity.Publish.Filters));
        Assert.Equal("chat/# news", string.Join(' ', identity.Subscribe.Filters));
    }

    [Fact]
    public void A_token_that_names_no_key_means_the_only_one()
    {
        Assert.IsType<Verification.Accepted>(Verify(Good.Sign()));
        Refuses(TokenProblem.UnknownKey, Good.Sign(), With(new Issuer(name: null, audience: null, Secret("k1", "k2"), published: null)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("HS384")]
    [InlineData("hs256")]
    [InlineData("RS256")]
    [InlineData("XX999")]
    [InlineData("")]
    public void AU_01_Only_the_algorithm_that_the_key_is_for_is_taken(string algorithm) =>
        Refuses(TokenProblem.WrongAlgorithm, Good.Header("alg", algorithm).Sign());

    [Fact]
    public void AU_01_A_token_without_an_algorithm_or_a_signature_is_refused()
    {
        var unsigned = Good.Header("alg", "none").SignBy(static _ => []);

        Refuses(TokenProblem.Malformed, Good.Header("alg", null).Sign());
        Refuses(TokenProblem.Malformed, unsigned);
        Refuses(TokenProblem.Malformed, unsigned.TrimEnd('.'));
        Refuses(TokenProblem.Malformed, Good.SignBy(static _ => []));
    }

    [Fact]
    public void AU_01_A_signature_of_another_token_or_key_is_refused()
    {
        var (good, other) = (Good.Sign(), Good.Claim("sub", "root").Sign());

        Refuses(TokenProblem.WrongSignature, other[..other.LastIndexOf('.')] + good[good.LastIndexOf('.')..]);
        Refuses(TokenProblem.WrongSignature, Good.Sign(TokenBuilder.Secret + "x"));
        Refuses(TokenProblem.WrongSignature, Good.SignBy(static _ => new byte[32]));
        Refuses(TokenProblem.WrongSignature, Good.SignBy(static _ => new byte[31]));
        Refuses(TokenProblem.WrongSignature, Good.SignBy(static _ => new byte[64]));
    }

    [Fact]
    public void AU_01_A_public_key_is_no_secret_of_an_HMAC()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportSubjectPublicKeyInfoPem();
        var verifier = Asymmetric(pem, "RS256");

        var honest = Good.Header("alg", "RS256").SignBy(signed => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.IsType<Verification.Accepted>(verifier.Verify(honest));
        Refuses(TokenProblem.WrongAlgorithm, Good.Sign(pem), verifier);
        Refuses(TokenProblem.WrongSignature, Good.Header("alg", "RS256").Sign(pem), verifier);
        Refuses(TokenProblem.WrongSignature, Good.Header("alg", "RS256").SignBy(static _ => new byte[256]), verifier);
        Refuses(TokenProblem.WrongSignature, Good.Header("alg", "RS256").SignBy(static _ => new byte[3]), verifier);
        Refuses(TokenProblem.WrongAlgorithm, Good.Header("alg", "PS256").SignBy(signed => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)), verifier);
    }

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void Longer_HMACs_are_spoken(string algorithm)
    {
        var key = new ConfiguredKey("", SigningAlgorithm.Find(algorithm)!, ConfiguredKey.Load(new() { Algorithm = algorithm, Secret = TokenBuilder.Secret }, 0).Key);
        var verifier = With(new Issuer(name: null, audience: null, new KeySet([key.ToVerificationKey()]), published: null));
        var secret = Encoding.UTF8.GetBytes(TokenBuilder.Secret);

        var token = Good.Header("alg", algorithm)
            .SignBy(signed => algorithm is "HS384" ? HMACSHA384.HashData(secret, signed) : HMACSHA512.HashData(secret, signed));

        Assert.IsType<Verification.Accepted>(verifier.Verify(token));
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    public void RSA_is_spoken_with_both_paddings(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        var verifier = Asymmetric(rsa.ExportSubjectPublicKeyInfoPem(), algorithm);
        var padding = algorithm[0] is 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

        Assert.IsType<Verification.Accepted>(verifier.Verify(
            Good.Header("alg", algorithm).SignBy(signed => rsa.SignData(signed, new HashAlgorithmName($"SHA{algorithm[2..]}"), padding))));
    }

    [Theory]
    [InlineData("ES256", "nistP256", "SHA256")]
    [InlineData("ES384", "nistP384", "SHA384")]
    [InlineData("ES512", "nistP521", "SHA512")]
    public void ECDSA_is_spoken_on_the_curve_of_each_algorithm(string algorithm, string curve, string hash)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var verifier = Asymmetric(key.ExportSubjectPublicKeyInfoPem(), algorithm);
        var token = Good.Header("alg", algorithm).SignBy(signed => key.SignData(signed, new HashAlgorithmName(hash)));

        Assert.IsType<Verification.Accepted>(verifier.Verify(token));
        Refuses(TokenProblem.WrongSignature, Good.Header("alg", algorithm).SignBy(static _ => new byte[64]), verifier);
        Refuses(TokenProblem.WrongSignature, Good.Header("alg", algorithm).SignBy(static _ => [1, 2, 3]), verifier);
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public void AU_02_Keys_and_addresses_in_the_header_are_not_looked_at(string member)
    {
        object value = member is "jwk" ? new { kty = "oct", k = "AAAA" } : "http://127.0.0.1:9/keys";

        Assert.IsType<Verification.Accepted>(Verify(Good.Header(member, value).Sign()));
        Refuses(TokenProblem.WrongSignature, Good.Header(member, value).Sign("another secret, of which the header tells"));
    }

    [Theory]
    [InlineData("../../dev/null")]
    [InlineData("' OR 1")]
    [InlineData("http://127.0.0.1:9/k1")]
    [InlineData("")]
    [InlineData("K1")]
    public void AU_02_The_name_of_a_key_is_only_looked_up(string kid) =>
        Refuses(TokenProblem.UnknownKey, Good.Header("kid", kid).Sign());

    [Fact]
    public void AU_02_An_extension_that_must_be_understood_is_not() =>
        Refuses(TokenProblem.UnknownExtension, Good.Header("crit", "exp").Sign());

    [Fact]
    public void AU_02_A_key_whose_name_is_too_long_is_refused_by_its_size() =>
        Refuses(TokenProblem.TooLong, Good.Header("kid", new string('k', 10_000)).Sign());

    [Fact]
    public void AU_03_A_key_of_one_issuer_is_none_of_another_that_calls_its_own_the_same()
    {
        var verifier = With(
            new Issuer("https://a", audience: null, Secret("same"), published: null),
            new Issuer("https://b", audience: null, new KeySet([Hmac("same", "the other issuer's secret, of some length")]), published: null));
        var good = Good.Header("kid", "same");

        Assert.IsType<Verification.Accepted>(verifier.Verify(good.Claim("iss", "https://a").Sign()));
        Refuses(TokenProblem.WrongSignature, good.Claim("iss", "https://b").Sign(), verifier);
        Refuses(TokenProblem.UnknownIssuer, good.Claim("iss", "https://c").Sign(), verifier);
        Refuses(TokenProblem.UnknownIssuer, good.Sign(), verifier);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("other", false)]
    [InlineData("wsbroker", true)]
    [InlineData(new[] { "other", "wsbroker" }, true)]
    [InlineData(new[] { "other", "wsbroker2" }, false)]
    public void AU_17_A_token_must_be_for_the_audience(object? audience, bool isTaken)
    {
        var verifier = With(new Issuer(name: null, "wsbroker", Secret("k1"), published: null));

        var verification = verifier.Verify(Good.Claim("aud", audience).Sign());

        Assert.Equal(isTaken, verification is Verification.Accepted);
        Assert.True(isTaken || verification is Verification.Refused { Problem: TokenProblem.WrongAudience });
    }
}
