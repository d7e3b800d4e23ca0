using System.Text;
using WsBroker.Broker.Access;
using WsBroker.TestKit;
using static WsBroker.Server.Tests.Auth.SomeVerifier;

namespace WsBroker.Server.Tests.Auth;

public sealed class CompactTokenTests
{
    [Theory]
    [InlineData(8 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    public void AU_11_A_long_token_is_refused_by_its_size(int length)
    {
        var token = Good.Claim("x", new string('x', length)).Sign();

        Refuses(TokenProblem.TooLong, token);
    }

    [Fact]
    public void AU_11_Deep_nesting_and_an_encrypted_token_are_refused()
    {
        var deep = TokenBuilder.Encode(Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 5000)));

        Refuses(TokenProblem.Malformed, $"{TokenBuilder.Encode("{\"alg\":\"HS256\"}"u8.ToArray())}.{deep}.AAAA");
        Refuses(TokenProblem.Encrypted, "eyJhbGciOiJkaXIiLCJ6aXAiOiJERUYifQ..AAAA.AAAA.AAAA");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a..c")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b.c.d.e.f")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.AAAA")]
    [InlineData("e30=.e30.AAAA")]
    [InlineData("e30 .e30.AAAA")]
    [InlineData("W10.W10.AAAA")]
    [InlineData("é.é.é")]
    public void AU_12_A_malformed_token_is_refused(string token) => Refuses(TokenProblem.Malformed, token);

    [Fact]
    public void AU_12_No_bytes_whatever_make_it_throw()
    {
        var random = new SeededNumbers(12);
        var good = Good.Header("kid", "k1").Allow(["a/+"], ["b/#"]).Sign();
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        for (var run = 0; run < 100_000; run++)
        {
            var changed = good.ToCharArray();
            for (var edits = 1 + random.Below(3); edits > 0; edits--)
            {
                changed[random.Below(changed.Length)] = alphabet[random.Below(alphabet.Length)];
            }

            // The last character of a signature has bits that mean nothing
            var token = new string(changed);
            Assert.True(
                Verify(token) is Verification.Refused || string.Equals(token[..^1], good[..^1], StringComparison.Ordinal),
                token);
        }
    }
}
