namespace WsBroker.Actors.Tests.Simulation;

/// <summary>Actors that tell each other a rumour until it has been told often enough.</summary>
internal static class Gossip
{
    private const int People = 5;

    /// <summary>Who heard what, in the order of hearing.</summary>
    public static IReadOnlyList<string> Run(ulong seed)
    {
        var dispatcher = new SimulationDispatcher(seed);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var journal = new Journal();
        var people = new List<ActorRef<string>>();
        for (var i = 0; i < People; i++)
        {
            people.Add(system.Spawn(journal.Scripted($"{i}", message: (_, rumour) => PassOn(people, rumour))));
        }

        people[0].Tell("psst");
        people[1].Tell("hush");
        dispatcher.RunUntilIdle();
        return journal.Lines;
    }

    private static void PassOn(List<ActorRef<string>> people, string rumour)
    {
        if (rumour.Length < 8)
        {
            people[rumour.Length % People].Tell(rumour + "!");
            people[(rumour.Length + 2) % People].Tell(rumour + "?");
        }
    }
}
