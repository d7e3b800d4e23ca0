using WsBroker.Actors;

namespace WsBroker.Broker.Sessions;

/// <summary>Where sessions are kept whose connection is lost.</summary>
/// <param name="Sessions">Keeps them.</param>
/// <param name="Identifiers">Makes the secrets.</param>
public sealed record SessionKeeping(ActorRef<KeptSessionsMessage> Sessions, IIdentifierSource Identifiers)
{
    /// <summary>For how long.</summary>
    public TimeSpan Age { get; init; } = new KeptSessionOptions().Age;
}
