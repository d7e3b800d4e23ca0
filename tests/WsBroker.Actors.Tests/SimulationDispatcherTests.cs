using WsBroker.Actors.Tests.Simulation;

namespace WsBroker.Actors.Tests;

/// <summary>Runs that can be had again.</summary>
public sealed class SimulationDispatcherTests
{
    private const ulong Seeds = 200;

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            Assert.Equal(Gossip.Run(seed), Gossip.Run(seed), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Different_seeds_give_different_runs()
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 20; seed++)
        {
            runs.Add(string.Join(';', Gossip.Run(seed)));
        }

        Assert.InRange(runs.Count, 15, 20);
    }

    [Fact]
    public void A_wake_up_that_a_protocol_can_lose_is_lost_under_some_seed_but_not_under_all()
    {
        var stuck = CountStuck(checksAgain: false);

        Assert.InRange(stuck, 1, (int)Seeds - 1);
    }

    [Fact]
    public void A_protocol_that_checks_again_is_never_stuck()
    {
        var stuck = CountStuck(checksAgain: true);

        Assert.Equal(0, stuck);
    }

    [Fact]
    public void A_turn_takes_now_few_and_now_many_messages()
    {
        var sizes = new HashSet<int>();
        var dispatcher = new SimulationDispatcher(seed: 7);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var inTurn = 0;
        var actor = system.Spawn(new Journal().Scripted("a", message: (_, _) => inTurn++));
        dispatcher.RunUntilIdle();
        for (var i = 0; i < 5000; i++)
        {
            actor.Tell("x");
        }

        while (dispatcher.RunOne())
        {
            sizes.Add(inTurn);
            inTurn = 0;
        }

        Assert.Contains(sizes, static size => size <= 2);
        Assert.Contains(sizes, static size => size >= 128);
        Assert.DoesNotContain(sizes, static size => size > Dispatcher.MessagesPerTurn);
    }

    [Fact]
    public void What_a_timer_makes_ready_has_run_before_the_next_timer()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        var journal = new Journal();
        system.Spawn(journal.Scripted("a", start: static a => a.Self.Schedule(TimeSpan.FromSeconds(1), "one"), message: Chain));
        system.Spawn(journal.Scripted("b", start: static b => b.Self.Schedule(TimeSpan.FromSeconds(2.5), "between")));

        dispatcher.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["a one", "a two", "b between", "a three"], journal.Lines.Skip(2), StringComparer.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(3).Ticks, dispatcher.Time.GetTimestamp());
    }

    [Fact]
    public void An_idle_run_says_so()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);

        Assert.False(dispatcher.RunOne());
        Assert.Equal(0, dispatcher.RunUntilIdle());
    }

    [Fact]
    public void A_run_without_end_is_cut_off()
    {
        var dispatcher = new SimulationDispatcher(seed: 1);
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = dispatcher, Time = dispatcher.Time });
        system.Spawn(new Props<int>(static () => new RestlessActor()));

        Assert.Equal(1000, dispatcher.RunUntilIdle(maxTurns: 1000));
        Assert.Throws<InvalidOperationException>(() => dispatcher.Advance(TimeSpan.Zero));
    }

    private static void Chain(ScriptedActor actor, string message)
    {
        var next = message switch
        {
            "one" => "two",
            "two" => "three",
            _ => null,
        };
        if (next is not null)
        {
            actor.Self.Schedule(TimeSpan.FromSeconds(1), next);
        }
    }

    private static int CountStuck(bool checksAgain)
    {
        var stuck = 0;
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            stuck += Workshop.IsStuck(seed, checksAgain) ? 1 : 0;
        }

        return stuck;
    }
}
