using WsBroker.Broker.Access;
using WsBroker.Server.Http;
using WsBroker.Server.Http.Bodies;

namespace WsBroker.Server.Tests.Http;

public sealed class RevokeRequestReaderTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);

    public static TheoryData<string?, string?, long?> Wrong => new()
    {
        { null, null, null },
        { "", null, null },
        { "", "u1", null },
        { null, "", null },
        { null, "a\nb", null },
        { null, "u1", -1 },
        { null, "u1", 253_402_300_800 },
        { null, null, 1 },
        { "t1", "u1", null },
        { "t1", null, 1 },
    };

    [Fact]
    public void Reads_one_token_or_a_user_and_a_moment()
    {
        Assert.Equal(new Revocation.OfToken("t1", "a/"), Read(new RevokeBody { Token = "t1" }, "a/"));
        var user = Assert.IsType<Revocation.OfUser>(Read(new RevokeBody { User = "u/1", Before = 1_600_000_000 }));
        Assert.Equal(("u/1", "", 1_600_000_000), (user.User.Text, user.User.Tenant, user.Before.ToUnixTimeSeconds()));
    }

    [Fact]
    public void Without_a_moment_tokens_of_this_very_second_are_meant_too() =>
        Assert.Equal(1_700_000_001, Assert.IsType<Revocation.OfUser>(Read(new RevokeBody { User = "u1" })).Before.ToUnixTimeSeconds());

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_means_nobody_or_says_too_much_is_refused(string? token, string? user, long? before) =>
        Assert.Null(Read(new RevokeBody { Token = token, User = user, Before = before }));

    private static Revocation? Read(RevokeBody body, string tenant = "") => RevokeRequestReader.Read(body, tenant, _now);
}
