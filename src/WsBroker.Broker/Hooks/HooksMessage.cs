using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Hooks;

/// <summary>All that whoever speaks with back ends can be told.</summary>
public abstract record HooksMessage
{
    private HooksMessage()
    {
    }

    /// <summary>A question, which is answered in any case and within a bounded time.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="ReplyTo">Gets a <see cref="SessionEvent.HookAnswered"/>; one question of a session at a time.</param>
    public sealed record Ask(HookQuestion Question, ActorRef<SessionMessage> ReplyTo) : HooksMessage;

    /// <summary>A client has connected.</summary>
    public sealed record Connected(Participant Client) : HooksMessage;

    /// <summary>A client that was told of is gone.</summary>
    public sealed record Disconnected(Participant Client) : HooksMessage;

    /// <summary>On this node, a topic has its first subscriber by name.</summary>
    public sealed record Occupied(TopicName Topic) : HooksMessage;

    /// <summary>On this node, a topic has no subscriber by name any more.</summary>
    public sealed record Vacated(TopicName Topic) : HooksMessage;
}
