using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Access;

public sealed class UsersTests
{
    private readonly Users _users = new(new Revocations(TimeSpan.FromDays(1), TimeProvider.System, max: 2));

    [Fact]
    public void Sessions_that_are_meant_are_told_and_counted_and_others_are_not()
    {
        var (first, one) = Enter("t1");
        var (_, two) = Enter("t2");
        var (last, gone) = Enter("t1");
        last.Leave();

        Assert.Equal(1, Revoke("t1"));

        Assert.Equal([SessionEvent.TokenRevoked.Instance], one.TakeAll());
        Assert.Empty(two.TakeAll());
        Assert.Empty(gone.TakeAll());
        first.Leave();
    }

    [Fact]
    public void All_sessions_of_a_user_are_found_whatever_has_come_and_gone_around_them()
    {
        var places = Enumerable.Range(0, 1000).Select(number => (Number: number, Entered: Enter("t", $"u{number % 100}"))).ToList();
        foreach (var (_, (place, _)) in places.Where(static one => one.Number % 3 == 0))
        {
            place.Leave();
        }

        var revocation = new Revocation.OfUser(Sample.User("u7").Identity!.User, DateTimeOffset.MaxValue);

        Assert.Equal(places.Count(static one => one.Number % 100 == 7 && one.Number % 3 != 0), _users.Revoke(revocation));
        Assert.All(places, static one => Assert.Equal(one.Number % 100 == 7 && one.Number % 3 != 0, one.Entered.Session.TakeAll().Count == 1));
    }

    [Fact]
    public void AU_10_A_session_whose_token_was_verified_just_before_is_told_when_it_enters()
    {
        Assert.Equal(0, Revoke("t1"));

        Assert.Equal([SessionEvent.TokenRevoked.Instance], Enter("t1").Session.TakeAll());
    }

    [Fact]
    public void AU_10_A_session_that_enters_while_its_token_is_revoked_is_told_in_any_case()
    {
        for (var round = 0; round < 200; round++)
        {
            var users = new Users(new Revocations(TimeSpan.FromDays(1), TimeProvider.System));
            var session = new ActorProbe<SessionMessage>();

            Parallel.Invoke(
                () => users.Revoke(new Revocation.OfToken("t1", Tenant: "")),
                () => users.Enter(Identity("t1", "u1"), session));

            Assert.NotEmpty(session.TakeAll());
        }
    }

    [Fact]
    public void A_session_with_a_new_token_is_known_by_that_one()
    {
        var (place, session) = Enter("t1");
        place.Renew(Identity("t2", "u1"));

        Assert.Equal(0, Revoke("t1"));
        Assert.Equal(1, Revoke("t2"));
        Assert.Single(session.TakeAll());
    }

    [Fact]
    public void A_session_that_comes_with_a_new_token_that_was_revoked_is_told()
    {
        var (place, session) = Enter("t1");
        Revoke("t2");
        place.Renew(Identity("t2", "u1"));

        Assert.Single(session.TakeAll());
    }

    [Fact]
    public void A_revocation_that_is_one_too_many_ends_nothing_and_says_so()
    {
        var (_, session) = Enter("t3");
        Revoke("t1");
        Revoke("t2");

        Assert.Null(Revoke("t3"));
        Assert.Empty(session.TakeAll());
    }

    private static Identity Identity(string token, string user) => Sample.User(user).Identity! with { TokenId = token };

    private (UserSession Place, ActorProbe<SessionMessage> Session) Enter(string token, string user = "u1")
    {
        var session = new ActorProbe<SessionMessage>();
        return (_users.Enter(Identity(token, user), session), session);
    }

    private int? Revoke(string token) => _users.Revoke(new Revocation.OfToken(token, Tenant: ""));
}
