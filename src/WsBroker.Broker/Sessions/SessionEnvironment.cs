using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Rates;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>What all sessions of a node share. Immutable; its parts are thread-safe.</summary>
public sealed record SessionEnvironment
{
    // No client has this name, but it is not the server's
    private static readonly ClientId _anybody = new(1);

    /// <summary>The topics of this node.</summary>
    public required ActorRef<TopicsMessage> Topics { get; init; }

    /// <summary>Where sessions are kept whose connection is lost; null where they are not.</summary>
    public SessionKeeping? Keeping { get; init; }

    /// <summary>Verifies tokens; null where there is no key for that, and everybody is anonymous.</summary>
    public ITokenVerifier? Verifier { get; init; }

    /// <summary>What clients have to prove.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Is told who is here; null where nobody can say who he is.</summary>
    public Users? Users { get; init; }

    /// <summary>What does not count any more, which <see cref="Verifier"/> knows too; null where nobody can say who he is.</summary>
    public Revocations? Revocations { get; init; }

    /// <summary>Which back ends have a say in what sessions do; null where none has.</summary>
    public SessionHooks? Hooks { get; init; }

    /// <summary>How much may come in a second; null where nothing is limited.</summary>
    public RateLimits? Rates { get; init; }

    /// <summary>What holds for which topic; the same that topics have.</summary>
    public TopicRules Rules { get; init; } = TopicRules.None;

    /// <summary>What a session may cost.</summary>
    public SessionOptions Options { get; init; } = new();

    /// <summary>Whether a client could subscribe, so that it can be told before it begins. Topics decide once more, each for itself.</summary>
    /// <param name="identity">What it has proved of itself; null if nothing.</param>
    /// <param name="filter">What it asks for.</param>
    public bool MaySubscribe(Identity? identity, TopicFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var client = new Participant(_anybody, identity?.User.Text) { Identity = identity };
        if (client.IsBarredFrom(filter.Text))
        {
            return false;
        }

        return filter.Exact is { } topic ? Rules.For(topic).AdmitsSubscribe(client, topic) : Rules.MayAdmit(client, filter);
    }

    /// <summary>Counts the subscriptions that a connection is to begin with, all at once, so that it can be refused before it begins.</summary>
    /// <param name="identity">What the client has proved of itself; null if nothing.</param>
    /// <param name="seat">Speaks for its address.</param>
    /// <param name="count">How many there are. Its session makes them as <see cref="Command.Subscribe.IsCounted"/>.</param>
    /// <returns>Zero if they may be made; otherwise none was counted, and so long it takes until they may.</returns>
    public TimeSpan TakeSubscriptions(Identity? identity, IUserSeat seat, int count)
    {
        if (Rates is null || count == 0)
        {
            return TimeSpan.Zero;
        }

        // Of what the connection itself may do there is all: it has done nothing yet
        var rates = Rates.Begin(seat);
        if (identity is not null)
        {
            rates.Enter(identity.User);
        }

        return rates.TakeSubscriptions(count);
    }
}
