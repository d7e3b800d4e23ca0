namespace WsBroker.Actors.Tests.Simulation;

/// <summary>Asks for the next job after each, and sleeps when there is none.</summary>
internal sealed class WorkerActor(ActorRef<ShelfMessage> shelf) : Actor<bool>
{
    protected override void Receive(bool message) =>
        shelf.Tell(message ? new ShelfMessage.Ask(Context.Self) : new ShelfMessage.Sleeps(Context.Self));
}
