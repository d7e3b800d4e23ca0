namespace WsBroker.Actors;

/// <summary>Where an actor is told something.</summary>
/// <remarks>May be derived from where no actor is: a promise to be kept, a probe in a test.</remarks>
/// <typeparam name="TMessage">
/// All that can be told: as a rule a closed record, on the hottest paths a readonly struct.
/// </typeparam>
public abstract class ActorRef<TMessage> : ActorRef
{
    /// <summary>Puts <paramref name="message"/> into the actor's mailbox.</summary>
    /// <remarks>
    /// Never throws, never blocks, from any thread. What one sender tells one receiver arrives in order. A message to
    /// an
    /// actor that has ended is counted as a dead letter; one to a full mailbox gets the mailbox's declared answer.
    /// </remarks>
    public abstract void Tell(TMessage message);
}
