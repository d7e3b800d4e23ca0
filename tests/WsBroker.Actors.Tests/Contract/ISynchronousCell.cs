namespace WsBroker.Actors.Tests.Contract;

/// <summary>A <see cref="SynchronousCell{TMessage}"/>, whatever it can be told.</summary>
internal interface ISynchronousCell
{
    /// <summary>Who awaits the end of this actor, and what is to be done then; null when it has ended.</summary>
    Dictionary<ActorRef, Action>? Watchers { get; }

    void RequestStop();

    void ChildEnded(ActorRef child);
}
