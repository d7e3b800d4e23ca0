using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Server.Options;
using WsBroker.TestKit;
using static WsBroker.Server.Tests.Auth.SomeVerifier;

namespace WsBroker.Server.Tests.Auth;

public sealed class JwtClaimsTests
{
    [Fact]
    public void AU_07_A_token_ends_at_its_moment_and_not_before()
    {
        var token = Good.Claim("exp", Now + 10).Sign();
        var time = new VirtualTime();
        var verifier = At(time, NoLeeway);

        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.IsType<Verification.Accepted>(verifier.Verify(token));
        time.Advance(TimeSpan.FromTicks(1));
        Refuses(TokenProblem.Expired, token, verifier);
    }

    [Theory]
    [InlineData("exp", "1700000000", TokenProblem.Expired)]
    [InlineData("exp", "0", TokenProblem.Expired)]
    [InlineData("exp", "-1", TokenProblem.InvalidClaim)]
    [InlineData("exp", "9.0e8", TokenProblem.Expired)]
    [InlineData("exp", "1e400", TokenProblem.InvalidClaim)]
    [InlineData("exp", "9223372036854775808", TokenProblem.InvalidClaim)]
    [InlineData("exp", "\"4000000000\"", TokenProblem.InvalidClaim)]
    [InlineData("exp", "null", TokenProblem.InvalidClaim)]
    [InlineData("exp", "[1]", TokenProblem.InvalidClaim)]
    [InlineData("exp", "true", TokenProblem.InvalidClaim)]
    [InlineData("exp", "4000000000", TokenProblem.LivesTooLong)]
    [InlineData("nbf", "4000000000", TokenProblem.NotYetValid)]
    [InlineData("nbf", "4.0e9", TokenProblem.NotYetValid)]
    [InlineData("nbf", "\"0\"", TokenProblem.InvalidClaim)]
    [InlineData("iat", "4000000000", TokenProblem.NotYetValid)]
    [InlineData("iat", "{}", TokenProblem.InvalidClaim)]
    public void AU_07_Times_are_numbers_within_bounds(string claim, string json, TokenProblem problem)
    {
        var past = json is "1700000000";
        using var value = System.Text.Json.JsonDocument.Parse(json);
        var time = new VirtualTime();
        time.Advance(past ? TimeSpan.FromDays(365.25 * 25) : TimeSpan.Zero);
        var verifier = At(time, NoLeeway);

        Refuses(problem, TokenBuilder.For("u42", time.GetUtcNow()).Claim(claim, value.RootElement).Sign(), verifier);
    }

    [Fact]
    public void AU_07_Parts_of_a_second_count_as_aTime()
    {
        var token = Good.Claim("exp", Now + 3600.5).Claim("nbf", Now - 0.5).Sign();

        Assert.IsType<Verification.Accepted>(Verify(token));
    }

    [Fact]
    public void AU_07_A_token_that_never_ends_is_refused() => Refuses(TokenProblem.LivesTooLong, Good.Claim("exp", null).Sign());

    [Fact]
    public void AU_07_Clocks_may_differ_by_the_leeway()
    {
        var verifier = At(Time, new AuthOptions { Leeway = TimeSpan.FromSeconds(30) });

        Assert.IsType<Verification.Accepted>(verifier.Verify(Good.Claim("nbf", Now + 30).Claim("iat", Now + 30).Sign()));
        Refuses(TokenProblem.NotYetValid, Good.Claim("nbf", Now + 31).Sign(), verifier);
        Assert.IsType<Verification.Accepted>(verifier.Verify(Good.Claim("exp", Now - 29).Claim("iat", Now - 99).Sign()));
        Refuses(TokenProblem.Expired, Good.Claim("exp", Now - 30).Claim("iat", Now - 99).Sign(), verifier);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_token_of_nobody_is_refused(string? user) => Refuses(TokenProblem.InvalidUser, Good.Claim("sub", user).Sign());

    [Theory]
    [InlineData("sub", 42)]
    [InlineData("jti", true)]
    [InlineData("pub", 1)]
    [InlineData("subs", "a/#/b")]
    [InlineData("subs", "")]
    public void A_claim_of_the_wrong_type_or_value_is_not_passed_over(string claim, object value) =>
        Refuses(TokenProblem.InvalidClaim, Good.Claim(claim, value).Sign());

    [Fact]
    public void A_claim_that_stands_twice_is_refused()
    {
        var claims = TokenBuilder.Encode(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"sub":"u1","sub":"u2","exp":{{Now + 60}}}""")));
        var signed = $"{TokenBuilder.Encode("{\"alg\":\"HS256\"}"u8.ToArray())}.{claims}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TokenBuilder.Secret), Encoding.ASCII.GetBytes(signed));

        Refuses(TokenProblem.InvalidClaim, $"{signed}.{TokenBuilder.Encode(signature)}");
    }
}
