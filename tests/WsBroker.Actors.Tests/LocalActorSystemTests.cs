using WsBroker.Actors.Tests.Observing;
using WsBroker.TestKit;

namespace WsBroker.Actors.Tests;

/// <summary>What the kernel tells its owner, and what does not bring it down.</summary>
public sealed class LocalActorSystemTests : IDisposable
{
    private readonly Journal _journal = new();
    private readonly RecordingLogger _logger = new();
    private readonly RecordingMeters _meters = new();
    private readonly SimulationDispatcher _dispatcher = new(seed: 3);
    private readonly List<(ActorRef, object?)> _deadLetters = [];

    private string[] Told => [.. _logger.Lines.Select(static line => $"{line.Number} {line.Level} {line.Cause?.Message}")];

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void A_dead_letter_is_counted_and_shown()
    {
        var system = NewSystem((actor, message) => _deadLetters.Add((actor, message)));
        var actor = system.Spawn(_journal.Quiet("a"));
        actor.Tell("in the mailbox");
        system.Stop(actor);
        actor.Tell("while stopping");
        _dispatcher.RunUntilIdle();

        actor.Tell("after the end");

        Assert.Equal([(actor, "while stopping"), (actor, "in the mailbox"), (actor, "after the end")], _deadLetters);
        Assert.Equal(3, system.DeadLetters);
        Assert.Equal(3, _meters.Total("wsbroker.actors.dead_letters"));
    }

    [Fact]
    public void What_a_dead_letter_hook_throws_does_not_reach_the_teller()
    {
        var system = NewSystem(static (_, _) => throw new InvalidOperationException("hook"));
        var actor = system.Spawn(_journal.Quiet("a"));
        system.Stop(actor);
        _dispatcher.RunUntilIdle();

        actor.Tell("x");

        Assert.Equal(["1002 Error hook"], Told);
    }

    [Fact]
    public void What_the_answer_of_a_full_mailbox_throws_does_not_reach_the_teller()
    {
        var system = NewSystem();
        var mailbox = new MailboxOptions<string>(1, static (_, _) => throw new InvalidOperationException("answer"));
        var actor = system.Spawn(_journal.Scripted("a", mailbox: mailbox));

        actor.Tell("x");
        actor.Tell("y");

        Assert.Equal(["1002 Error answer"], Told);
    }

    [Fact]
    public void The_answer_of_a_full_mailbox_may_tell_the_same_actor()
    {
        var system = NewSystem();
        var answers = 0;
        var mailbox = new MailboxOptions<string>(1, (actor, message) =>
        {
            if (++answers < 3)
            {
                actor.Tell(message);
            }
        });
        var actor = system.Spawn(_journal.Scripted("a", mailbox: mailbox));

        actor.Tell("x");
        actor.Tell("y");

        Assert.Equal(3, answers);
    }

    [Fact]
    public void A_failure_is_logged_once_and_counted_by_type_of_actor()
    {
        var system = NewSystem();
        var actor = system.Spawn(_journal.Failing("a"));

        actor.Tell("fail");
        _dispatcher.RunUntilIdle();

        Assert.Equal(["1000 Error fail"], Told);
        Assert.Equal(1, _meters.Total("wsbroker.actors.failures", nameof(ScriptedActor)));
        Assert.Equal(0, _meters.Total("wsbroker.actors.restarts"));
    }

    [Fact]
    public void A_restart_is_logged_once_and_counted_by_type_of_actor()
    {
        var system = NewSystem();
        var actor = system.Spawn(_journal.Failing("a", Contract.Policies.Patient));

        actor.Tell("fail");
        _dispatcher.RunUntilIdle();

        Assert.Equal(["1001 Error fail"], Told);
        Assert.Equal(1, _meters.Total("wsbroker.actors.failures", nameof(ScriptedActor)));
        Assert.Equal(1, _meters.Total("wsbroker.actors.restarts", nameof(ScriptedActor)));
    }

    [Fact]
    public void Who_fails_at_its_end_has_ended()
    {
        var system = NewSystem();
        var props = new Props<string>(() => new ScriptedActor("a", _journal)
        {
            OnStopped = static _ => throw new InvalidOperationException("no good end"),
        });
        var parent = system.Spawn(_journal.Scripted("parent", start: parent => parent.Self.Spawn(props)));
        _dispatcher.RunUntilIdle();

        system.Stop(parent);
        _dispatcher.RunUntilIdle();

        Assert.Equal("parent stopped", _journal.Lines[^1]);
        Assert.Equal(["1002 Error no good end"], Told);
    }

    [Fact]
    public void Who_fails_before_its_restart_restarts()
    {
        var system = NewSystem();
        var actor = system.Spawn(new Props<string>(() => new ScriptedActor("a", _journal)
        {
            OnMessage = static (_, message) => Journal.Fail(message),
            OnRestart = static _ => throw new InvalidOperationException("no good restart"),
        })
        {
            Supervision = Contract.Policies.Patient,
        });

        actor.Tell("fail");
        _dispatcher.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a starts", "a fail", "a retires: fail", "a starts"], _journal.Lines);
        Assert.Equal(["1001 Error fail", "1002 Error no good restart"], Told);
    }

    [Fact]
    public void A_restart_that_never_helps_does_not_hold_up_the_others()
    {
        var system = NewSystem();
        var endless = new SupervisionPolicy.Restart(TimeSpan.Zero, TimeSpan.Zero, int.MaxValue, TimeSpan.FromDays(1));
        system.Spawn(_journal.Scripted(
            "a", start: static _ => throw new InvalidOperationException("again"), supervision: endless));
        var other = system.Spawn(_journal.Quiet("other"));

        other.Tell("x");
        _dispatcher.RunUntilIdle(maxTurns: 1000);

        Assert.Contains(_journal.Lines, static line => line is "other x");
    }

    [Fact]
    public void The_context_is_not_there_in_the_constructor()
    {
        var system = NewSystem();

        system.Spawn(new Props<string>(static () => new HastyActor()));
        _dispatcher.RunUntilIdle();

        Assert.Equal(["1000 Error The context is there from PreStart on."], Told);
    }

    [Fact]
    public void Props_that_make_nothing_are_a_failure()
    {
        var system = NewSystem();

        system.Spawn(new Props<string>(static () => null!));
        _dispatcher.RunUntilIdle();

        Assert.Equal(["1000 Error The props gave no actor."], Told);
    }

    [Fact]
    public void A_mailbox_holds_at_least_one_message() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MailboxOptions<string>(0, static (_, _) => { }));

    private LocalActorSystem NewSystem(Action<ActorRef, object?>? deadLetter = null) => new(new ActorSystemOptions
    {
        Dispatcher = _dispatcher,
        Time = _dispatcher.Time,
        Logger = _logger,
        Meters = _meters,
        DeadLetter = deadLetter,
    });
}
