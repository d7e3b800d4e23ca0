using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Server.Auth;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Auth;

/// <summary>A verifier with one secret, and others in a few words. Its clock stands still.</summary>
internal static class SomeVerifier
{
    public static VirtualTime Time { get; } = new();

    public static long Now { get; } = Time.GetUtcNow().ToUnixTimeSeconds();

    public static TokenBuilder Good => TokenBuilder.For("u42", Time.GetUtcNow());

    public static AuthOptions NoLeeway => new() { Leeway = TimeSpan.Zero };

    private static JwtVerifier WithSecret { get; } = With(new Issuer(name: null, audience: null, Secret("k1"), published: null));

    public static Verification Verify(string token) => WithSecret.Verify(token);

    public static void Refuses(TokenProblem problem, string token, JwtVerifier? verifier = null) =>
        Assert.Equal(new Verification.Refused(problem), (verifier ?? WithSecret).Verify(token));

    public static JwtVerifier With(params Issuer[] issuers) => new(issuers, NoLeeway, Time);

    public static JwtVerifier At(TimeProvider time, AuthOptions options) =>
        new([new Issuer(name: null, audience: null, Secret("k1"), published: null)], options, time);

    public static KeySet Secret(params string[] ids) => new([.. ids.Select(static id => Hmac(id, TokenBuilder.Secret))]);

    public static VerificationKey Hmac(string id, string secret) =>
        ConfiguredKey.Load(new AuthKeyOptions { Id = id, Algorithm = "HS256", Secret = secret }, 0).ToVerificationKey();

    public static JwtVerifier Asymmetric(string pem, string algorithm)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, pem);
            var key = ConfiguredKey.Load(new AuthKeyOptions { Algorithm = algorithm, File = file }, 0).ToVerificationKey();
            return With(new Issuer(name: null, audience: null, new KeySet([key]), published: null));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
