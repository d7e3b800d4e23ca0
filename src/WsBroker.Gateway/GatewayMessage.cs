using WsBroker.Actors;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Questions;

namespace WsBroker.Gateway;

/// <summary>All that a <see cref="GatewayActor"/> can be told.</summary>
public abstract record GatewayMessage
{
    private GatewayMessage()
    {
    }

    /// <summary>Accept nothing more, close all connections with this reason, answer when they are gone, and end.</summary>
    /// <param name="Reason">Told to the clients by its close code.</param>
    /// <param name="ReplyTo">Told <see cref="GatewayEnd.Drained"/>, or <see cref="GatewayEnd.Failed"/>.</param>
    public sealed record Drain(EndReason Reason, ActorRef<GatewayEnd> ReplyTo) : GatewayMessage;

    /// <summary>Puts a question to all connections. Each has a turn of its own for it; nothing is kept for those who never ask.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="ReplyTo">Told those that are meant, once, within two seconds.</param>
    public sealed record Ask(ConnectionQuestion Question, ActorRef<IReadOnlyList<ConnectionDescription>> ReplyTo) : GatewayMessage;

    /// <summary>Look how late turns are.</summary>
    /// <param name="Due">The timestamp at which this was to be received.</param>
    internal sealed record Look(long Due) : GatewayMessage;

    /// <summary>News from the kernel: a listener has ended.</summary>
    internal sealed record ListenerEnded : GatewayMessage;
}
