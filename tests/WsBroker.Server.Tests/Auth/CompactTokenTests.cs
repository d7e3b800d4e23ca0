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

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("K1")]
    [InlineData("k1 ")]
    [InlineData("k1\0")]
    [InlineData("k11")]
    [InlineData(7)]
    public void AU_12_An_id_of_a_key_that_is_cut_off_or_another_is_refused(object id) =>
        Assert.IsType<Verification.Refused>(Verify(Good.Header("kid", id).Sign()));

    [Fact]
    public void AU_12_No_random_characters_make_it_throw()
    {
        var random = new SeededNumbers(13);
        for (var run = 0; run < 100_000; run++)
        {
            // Bytes in one run, any UTF-16 in the next; with dots now and then
            var most = run % 2 == 0 ? 256 : char.MaxValue + 1;
            var token = new char[random.Below(400)];
            for (var at = 0; at < token.Length; at++)
            {
                token[at] = random.Below(40) == 0 ? '.' : (char)random.Below(most);
            }

            Assert.IsType<Verification.Refused>(Verify(new string(token)));
        }
    }

    [Fact]
    public void AU_12_No_random_parts_of_a_token_make_it_throw()
    {
        var random = new SeededNumbers(14);
        var parts = Good.Header("kid", "k1").Sign().Split('.');
        for (var run = 0; run < 100_000; run++)
        {
            var changed = (string[])parts.Clone();
            changed[run % 3] = TokenBuilder.Encode(random.Bytes(random.Below(100)));

            Assert.IsType<Verification.Refused>(Verify(string.Join('.', changed)));
        }
    }

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
