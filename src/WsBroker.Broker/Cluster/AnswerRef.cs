using WsBroker.Actors;

namespace WsBroker.Broker.Cluster;

/// <summary>Where somebody answers in words of his own; an actor is told the same in its words, or nothing if it has none for it.</summary>
internal sealed class AnswerRef<TAnswer, TMessage>(ActorRef<TMessage> actor, Func<TAnswer, TMessage?> translate) : ActorRef<TAnswer>
{
    /// <inheritdoc/>
    public override void Tell(TAnswer message)
    {
        if (translate(message) is { } told)
        {
            actor.Tell(told);
        }
    }
}
