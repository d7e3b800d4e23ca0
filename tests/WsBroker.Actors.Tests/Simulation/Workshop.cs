namespace WsBroker.Actors.Tests.Simulation;

/// <summary>
/// A shelf of jobs, and a worker who lies down when the shelf is empty: told "empty", it tells the shelf that it
/// sleeps. A job that
/// comes between those two wakes nobody, unless the shelf looks again when it hears of the sleep.
/// </summary>
internal static class Workshop
{
    public static bool IsStuck(ulong seed, bool checksAgain)
    {
        var dispatcher = new SimulationDispatcher(seed);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var shelf = new ShelfActor(checksAgain);
        var shelfRef = system.Spawn(new Props<ShelfMessage>(() => shelf));
        shelfRef.Tell(new ShelfMessage.Ask(system.Spawn(new Props<bool>(() => new WorkerActor(shelfRef)))));
        var customer = system.Spawn(new Journal().Scripted(
            "customer", message: (_, _) => shelfRef.Tell(new ShelfMessage.Put())));
        customer.Tell("order");

        dispatcher.RunUntilIdle();
        return shelf.Jobs > 0;
    }
}
