using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Access;

public sealed class UsersActorTests : IDisposable
{
    private readonly SimulationDispatcher _dispatcher = new(seed: 1);
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly Revocations _revocations;
    private readonly ActorRef<UsersMessage> _users;

    public UsersActorTests()
    {
        _system = new LocalActorSystem(new ActorSystemOptions { Time = _dispatcher.Time, Dispatcher = _dispatcher });
        _revocations = new Revocations(TimeSpan.FromDays(1), _dispatcher.Time, max: 2);
        _users = _system.Spawn(UsersActor.Props(_revocations));
    }

    public void Dispose() => _system.Terminate();

    [Fact]
    public void Sessions_that_are_meant_are_told_and_counted_and_others_are_not()
    {
        var (one, two, gone) = (Enter("t1"), Enter("t2"), Enter("t1"));
        _users.Tell(new UsersMessage.Leave(gone));

        Assert.Equal(1, Revoke("t1"));

        Assert.Equal([SessionEvent.TokenRevoked.Instance], one.TakeAll());
        Assert.Empty(two.TakeAll());
        Assert.Empty(gone.TakeAll());
    }

    [Fact]
    public void AU_10_A_session_whose_token_was_verified_just_before_is_told_when_it_enters()
    {
        Assert.Equal(0, Revoke("t1"));

        Assert.Equal([SessionEvent.TokenRevoked.Instance], Enter("t1").TakeAll());
    }

    [Fact]
    public void A_session_with_a_new_token_is_known_by_that_one()
    {
        var session = Enter("t1");
        _users.Tell(new UsersMessage.Enter(Identity("t2"), session));

        Assert.Equal(0, Revoke("t1"));
        Assert.Equal(1, Revoke("t2"));
    }

    [Fact]
    public void A_revocation_that_is_one_too_many_ends_nothing_and_says_so()
    {
        var session = Enter("t3");
        Revoke("t1");
        Revoke("t2");

        Assert.Null(Revoke("t3"));
        Assert.Empty(session.TakeAll());
    }

    private static Identity Identity(string token) => Sample.User("u1").Identity! with { TokenId = token };

    private ActorProbe<SessionMessage> Enter(string token)
    {
        var session = new ActorProbe<SessionMessage>();
        _users.Tell(new UsersMessage.Enter(Identity(token), session));
        _dispatcher.RunUntilIdle();
        return session;
    }

    private int? Revoke(string token)
    {
        var answer = new ActorProbe<int?>();
        _users.Tell(new UsersMessage.Revoke(new Revocation.OfToken(token, Tenant: ""), answer));
        _dispatcher.RunUntilIdle();
        return Assert.Single(answer.TakeAll());
    }
}
