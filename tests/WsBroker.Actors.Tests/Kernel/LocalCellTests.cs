using WsBroker.Actors.Kernel;
using WsBroker.Actors.Tests.Contract;
using WsBroker.Actors.Tests.Stress;

namespace WsBroker.Actors.Tests.Kernel;

/// <summary>What an actor costs, and what is true of the kernel's turns only.</summary>
[Collection(Measurements.Name)]
public sealed class LocalCellTests
{
    private const int Actors = 100_000;

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public async Task An_idle_actor_costs_at_most_120_bytes_with_its_place_among_its_siblings(int? capacity)
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        await using var host = new SimulatedHost(dispatcher);
        var mailbox = capacity is { } most
            ? new MailboxOptions<string>(most, static (_, _) => { })
            : MailboxOptions<string>.Unbounded;
        var props = new Props<string>(static () => new IdleActor()) { Mailbox = mailbox };
        var actors = new ActorRef<string>[Actors];
        SpawnAndTell(host, props, new ActorRef<string>[1000]);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        SpawnAndTell(host, props, actors);

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Actors;
        GC.KeepAlive(actors);
        GC.KeepAlive(host);
        Assert.InRange(each, 80, 120);
    }

    [Fact]
    public async Task A_parent_keeps_nothing_of_children_that_have_ended()
    {
        await using var host = new SimulatedHost(new SimulationDispatcher(seed: 1));
        var props = new Props<string>(static () => new IdleActor());
        SpawnAndStop(host, props, new ActorRef<string>[1000]);
        var actors = new ActorRef<string>[Actors];
        var before = GC.GetTotalMemory(forceFullCollection: true);

        SpawnAndStop(host, props, actors);

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Actors;
        GC.KeepAlive(host);
        GC.KeepAlive(actors);
        Assert.InRange(each, double.MinValue, 4);
    }

    [Fact]
    public async Task Telling_an_idle_actor_and_its_turn_allocate_nothing()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        await using var host = new SimulatedHost(dispatcher);
        var actors = new ActorRef<string>[64];
        SpawnAndTell(host, new Props<string>(static () => new IdleActor()), actors);
        TellBursts(dispatcher, actors, rounds: 100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        TellBursts(dispatcher, actors, rounds: 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_the_running_turn_has_taken_no_longer_fills_the_mailbox()
    {
        var dispatcher = new HandDispatcher();
        var journal = new Journal();
        var mailbox = new MailboxOptions<string>(2, (_, message) => journal.Add($"refused {message}"));
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher });
        var actor = system.Spawn(journal.Scripted("a", mailbox: mailbox, message: static (a, message) =>
        {
            if (message is "1")
            {
                a.Self.Self.Tell("3");
                a.Self.Self.Tell("4");
                a.Self.Self.Tell("5");
            }
        }));
        actor.Tell("1");
        actor.Tell("2");

        dispatcher.RunAll();

        Assert.Equal(["a starts", "a 1", "refused 5", "a 2", "a 3", "a 4"], journal.Lines);
    }

    [Fact]
    public void Who_stops_in_the_midst_of_a_batch_reads_no_more_of_it()
    {
        var dispatcher = new HandDispatcher();
        var journal = new Journal();
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher });
        var actor = system.Spawn(journal.Scripted("a", message: static (a, _) => a.Self.StopSelf()));
        for (var i = 0; i < 5; i++)
        {
            actor.Tell($"{i}");
        }

        dispatcher.RunAll();

        Assert.Equal(["a starts", "a 0", "a stopped"], journal.Lines);
        Assert.Equal(4, system.DeadLetters);
    }

    // The last child may end while its parent's turn has just found it alive
    [Fact]
    public void A_wake_up_in_the_midst_of_a_turn_leads_to_another_turn()
    {
        var dispatcher = new HandDispatcher();
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher });
        var actor = system.Spawn(new Journal().Scripted("a", message: static (a, _) => ((ILocalCell)a.Self).Wake()));
        dispatcher.RunAll();

        actor.Tell("x");

        Assert.Equal(2, dispatcher.RunAll());
        Assert.Equal(0, dispatcher.RunAll());
    }

    [Fact]
    public void Who_has_ended_leaves_no_timer_behind()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var actor = system.Spawn(new Journal().Scripted("a", start: static a => a.Self.Schedule(TimeSpan.FromHours(1), "x")));
        dispatcher.RunUntilIdle();

        system.Stop(actor);
        dispatcher.RunUntilIdle();

        Assert.False(dispatcher.Time.FireNext(long.MaxValue));
    }

    [Fact]
    public void A_watched_actor_forgets_its_watchers_that_have_ended()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var watched = system.Spawn(new Journal().Quiet("watched"));
        WatchAndEnd(dispatcher, system, watched, count: 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        WatchAndEnd(dispatcher, system, watched, count: 10_000);

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 10_000;
        GC.KeepAlive(watched);
        Assert.InRange(each, long.MinValue, 10);
    }

    private static void WatchAndEnd(SimulationDispatcher dispatcher, LocalActorSystem system, ActorRef watched, int count)
    {
        var props = new Props<int>(() => new WatchingActor(watched, static () => { }));
        for (var i = 0; i < count; i++)
        {
            var watcher = system.Spawn(props);
            dispatcher.RunUntilIdle();
            system.Stop(watcher);
            dispatcher.RunUntilIdle();
        }
    }

    // One message alone lies in the cell, several in a ring of the array pool
    private static void TellBursts(SimulationDispatcher dispatcher, ActorRef<string>[] actors, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var actor in actors)
            {
                actor.Tell("alone");
            }

            dispatcher.RunUntilIdle();
            for (var burst = 0; burst < 5; burst++)
            {
                actors[round % actors.Length].Tell("among others");
            }

            dispatcher.RunUntilIdle();
        }
    }

    private static void SpawnAndStop(ContractHost host, Props<string> props, ActorRef<string>[] actors)
    {
        SpawnAndTell(host, props, actors);
        foreach (var actor in actors)
        {
            host.System.Stop(actor);
            host.Settle();
        }

        // The parent lives on and holds the array
        Array.Clear(actors);
    }

    // Children of one parent, so that their places in its list are counted; few at a time, so that the dispatcher's
    // list is not
    private static void SpawnAndTell(ContractHost host, Props<string> props, ActorRef<string>[] actors)
    {
        var parent = host.System.Spawn(new Props<string>(() => new SpawningActor(props, actors)));
        while (actors[^1] is null)
        {
            parent.Tell("once");
            host.Settle();
        }
    }
}
