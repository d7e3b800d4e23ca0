using System.Text;
using WsBroker.Broker.Access;
using WsBroker.Server.Http;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Tests.Http;

public sealed class RevokeRequestReaderTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);

    [Fact]
    public void Reads_one_token_or_a_user_and_a_moment()
    {
        Assert.Equal(new Revocation.OfToken("t1", Tenant: ""), Read("""{"token":"t1"}"""));
        Assert.Equal(1_600_000_000, Assert.IsType<Revocation.OfUser>(Read("""{"user":"u/1","before":1600000000}""")).Before.ToUnixTimeSeconds());
    }

    [Fact]
    public void Without_a_moment_tokens_of_this_very_second_are_meant_too() =>
        Assert.Equal(1_700_000_001, Assert.IsType<Revocation.OfUser>(Read("""{"user":"u1"}""")).Before.ToUnixTimeSeconds());

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":7}""")]
    [InlineData("""{"user":""}""")]
    [InlineData("""{"user":"a\nb"}""")]
    [InlineData("""{"user":"\ud800"}""")]
    [InlineData("""{"user":"u1","before":"now"}""")]
    [InlineData("""{"user":"u1","before":-1}""")]
    [InlineData("""{"user":"u1","before":1e300}""")]
    [InlineData("""{"user":"u1","token":"t1"}""")]
    [InlineData("""{"user":"u1","user":"u2"}""")]
    [InlineData("""{"before":1}""")]
    public void Anything_else_is_refused(string body) => Assert.Null(Read(body));

    [Fact]
    public void A_revocation_is_of_the_tenant_that_the_key_is_for()
    {
        var body = """{"token":"t1","tenant":"a/"}""";

        Assert.Equal(new Revocation.OfToken("t1", "a/"), Read(body));
        Assert.Equal(new Revocation.OfToken("t1", "b/"), Read("""{"token":"t1"}""", new ApiKey("b", "b/", IsReadOnly: false)));
        Assert.Null(Read(body, new ApiKey("b", "b/", IsReadOnly: false)));
    }

    private static Revocation? Read(string body, ApiKey? key = null) =>
        RevokeRequestReader.Read(Encoding.UTF8.GetBytes(body), (key ?? ApiKey.OfThisMachine).TenantOf, _now, out _);
}
