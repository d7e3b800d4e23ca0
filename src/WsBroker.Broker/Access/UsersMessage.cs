using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>All that <see cref="UsersActor"/> can be told.</summary>
public abstract record UsersMessage
{
    private UsersMessage()
    {
    }

    /// <summary>A session's client has proved who it is, perhaps once more. Told <see cref="SessionEvent.TokenRevoked"/> if that no longer counts.</summary>
    public sealed record Enter(Identity Identity, ActorRef<SessionMessage> Session) : UsersMessage;

    /// <summary>The session has ended.</summary>
    public sealed record Leave(ActorRef<SessionMessage> Session) : UsersMessage;

    /// <summary>As <see cref="Revoke"/>, of a revocation that was made elsewhere and may be known here already. Not answered.</summary>
    public sealed record Learn(Revocation Revocation) : UsersMessage;

    /// <summary>Ends all sessions whose tokens are meant, and lets none of them come back.</summary>
    /// <param name="Revocation">What is meant.</param>
    /// <param name="ReplyTo">Gets how many sessions were ended, once they all have been told; null if there are too many revocations.</param>
    public sealed record Revoke(Revocation Revocation, ActorRef<int?> ReplyTo) : UsersMessage;
}
