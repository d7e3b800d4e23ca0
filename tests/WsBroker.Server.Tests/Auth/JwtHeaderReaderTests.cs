using System.Buffers.Text;
using System.Text;
using WsBroker.Broker.Access;
using WsBroker.Server.Auth;

namespace WsBroker.Server.Tests.Auth;

public sealed class JwtHeaderReaderTests
{
    private readonly JwtHeaderReader _headers = new();

    [Fact]
    public void Headers_that_take_turns_are_each_read_as_they_are()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(("HS256", null), Read("""{"alg":"HS256"}"""));
            Assert.Equal(("HS256", "k1"), Read("""{"alg":"HS256","kid":"k1"}"""));
            Assert.Equal(("RS256", "k1"), Read("""{"alg":"RS256","kid":"k1"}"""));
        }
    }

    [Fact]
    public void A_header_that_is_refused_is_refused_again_and_so_is_one_that_only_begins_like_the_last()
    {
        Assert.Equal(("HS256", null), Read("""{"alg":"HS256"}"""));

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(TokenProblem.UnknownExtension, _headers.Read(Encode("""{"alg":"HS256","crit":["b64"]}"""), out _));
            Assert.Equal(TokenProblem.Malformed, _headers.Read(Encode("""{"alg":"HS256"}""").AsSpan(0, 10), out _));
        }
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private (string Algorithm, string? KeyId) Read(string json)
    {
        Assert.Null(_headers.Read(Encode(json), out var header));
        return (header.Algorithm, header.KeyId);
    }
}
