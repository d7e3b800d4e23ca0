namespace WsBroker.Actors.Tests.Deadlines;

/// <summary>Calls back whoever is told something.</summary>
internal sealed class CallbackRef<TMessage>(Action<TMessage> told) : ActorRef<TMessage>
{
    public override void Tell(TMessage message) => told(message);
}
