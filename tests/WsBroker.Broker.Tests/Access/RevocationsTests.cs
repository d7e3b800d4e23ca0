using WsBroker.Actors;
using WsBroker.Broker.Access;

namespace WsBroker.Broker.Tests.Access;

public sealed class RevocationsTests
{
    private static readonly TimeSpan _kept = TimeSpan.FromDays(1);

    private readonly VirtualTime _time = new();
    private readonly Revocations _revocations;

    public RevocationsTests() => _revocations = new Revocations(_kept, _time, max: 3);

    [Fact]
    public void A_token_is_revoked_by_its_own_name()
    {
        _revocations.TryAdd(new Revocation.OfToken("t1", Tenant: ""));

        Assert.True(_revocations.Cover(Identity("u1", "t1")));
        Assert.False(_revocations.Cover(Identity("u1", "t2")));
        Assert.False(_revocations.Cover(Identity("u1", tokenId: null)));
    }

    [Fact]
    public void All_of_a_user_are_revoked_that_were_made_before_or_do_not_say_when()
    {
        var now = _time.GetUtcNow();
        _revocations.TryAdd(new Revocation.OfUser(User("u1"), now));

        Assert.True(_revocations.Cover(Identity("u1", "t", now.AddSeconds(-1))));
        Assert.True(_revocations.Cover(Identity("u1", "t", issuedAt: null)));
        Assert.False(_revocations.Cover(Identity("u1", "t", now)));
        Assert.False(_revocations.Cover(Identity("u2", "t", now.AddSeconds(-1))));
    }

    [Fact]
    public void An_earlier_moment_takes_nothing_back()
    {
        var now = _time.GetUtcNow();
        _revocations.TryAdd(new Revocation.OfUser(User("u1"), now));
        _revocations.TryAdd(new Revocation.OfUser(User("u1"), now.AddHours(-1)));

        Assert.True(_revocations.Cover(Identity("u1", "t", now.AddSeconds(-1))));
    }

    [Fact]
    public void They_are_forgotten_when_no_token_can_be_meant_any_more_and_make_room()
    {
        Assert.True(_revocations.TryAdd(new Revocation.OfToken("t1", Tenant: "")));
        _time.Advance(_kept / 2);
        Assert.True(_revocations.TryAdd(new Revocation.OfToken("t1", Tenant: "")));
        Assert.True(_revocations.TryAdd(new Revocation.OfUser(User("u1"), _time.GetUtcNow())));
        Assert.False(_revocations.TryAdd(new Revocation.OfToken("t2", Tenant: "")));

        _time.Advance(_kept / 2);
        Assert.True(_revocations.TryAdd(new Revocation.OfToken("t2", Tenant: "")));
        Assert.True(_revocations.Cover(Identity("u1", "t1")));
        _time.Advance(_kept / 2);
        Assert.True(_revocations.TryAdd(new Revocation.OfToken("t3", Tenant: "")));

        Assert.False(_revocations.Cover(Identity("u1", "t1")));
        Assert.Equal(2, _revocations.Count);
    }

    private static UserId User(string text) => UserId.TryParse(text, tenant: "", out var user) ? user : throw new ArgumentException(text, nameof(text));

    private static Identity Identity(string user, string? tokenId, DateTimeOffset? issuedAt = null) =>
        new(User(user), DateTimeOffset.MaxValue) { TokenId = tokenId, IssuedAt = issuedAt };
}
