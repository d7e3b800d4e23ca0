using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Gateway.Admission;

namespace WsBroker.Gateway;

/// <summary>All that a <see cref="GatewayActor"/> can be told.</summary>
public abstract record GatewayMessage
{
    private GatewayMessage()
    {
    }

    /// <summary>Let nobody in any more, have all clients leave, answer when they are gone, and end. Comes once.</summary>
    /// <param name="Options">At what pace.</param>
    /// <param name="ReplyTo">Told <see cref="GatewayEnd.Drained"/>.</param>
    public sealed record Drain(DrainOptions Options, ActorRef<GatewayEnd> ReplyTo) : GatewayMessage;

    /// <summary>Whoever is still there is to leave now, without a pause and whatever is not done. Comes after <see cref="Drain"/>.</summary>
    public sealed record Hurry : GatewayMessage;

    /// <summary>The pause before clients are told to leave is over.</summary>
    internal sealed record PauseOver : GatewayMessage;

    /// <summary>Puts a question to all connections. Each has a turn of its own for it; nothing is kept for those who never ask.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="ReplyTo">Told those that are meant, once, within two seconds.</param>
    public sealed record Ask(ConnectionQuestion Question, ActorRef<IReadOnlyList<ConnectionDescription>> ReplyTo) : GatewayMessage;

    /// <summary>A sign of life is wanted.</summary>
    /// <param name="ReplyTo">Told this message as soon as it is its turn.</param>
    public sealed record Knock(ActorRef<Knock> ReplyTo) : GatewayMessage;

    /// <summary>Look how late turns are.</summary>
    /// <param name="Due">The timestamp at which this was to be received.</param>
    internal sealed record Look(long Due) : GatewayMessage;

    /// <summary>News from the kernel: a listener has ended.</summary>
    internal sealed record ListenerEnded : GatewayMessage;
}
