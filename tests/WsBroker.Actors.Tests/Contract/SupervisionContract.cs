namespace WsBroker.Actors.Tests.Contract;

/// <summary>What every host of actors owes them: the answer to their failures.</summary>
public sealed class SupervisionContract
{
    private readonly Journal _journal = new();

    [Theory]
    [EveryHost]
    public async Task Who_fails_under_the_policy_to_stop_ends_with_its_failure(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Failing("a"));
        host.System.Spawn(_journal.Scripted("watcher", start: w => w.Self.Watch(actor, "gone")));

        actor.Tell("fail");
        actor.Tell("never read");

        host.Settle();
        Assert.Equal(["a starts", "a fail", "a ended: fail"], _journal.About("a"));
        Assert.Equal(["watcher starts", "watcher gone"], _journal.About("watcher"));
        Assert.Equal(1, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task A_failure_at_the_start_counts_as_one(HostKind kind)
    {
        await using var host = ContractHost.New(kind);

        host.System.Spawn(_journal.Scripted("a", start: static _ => throw new InvalidOperationException("no start")));

        host.Settle();
        Assert.Equal(["a starts", "a ended: no start"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task A_failure_at_the_end_of_a_turn_counts_as_one(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(new Props<string>(() => new ScriptedActor("a", _journal)
        {
            OnTurnEnded = static _ => throw new InvalidOperationException("no handing on"),
        }));

        actor.Tell("x");

        host.Settle();
        Assert.Equal(["a starts", "a x", "a ended: no handing on"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task Who_cannot_even_be_made_ends_and_its_watchers_are_told(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var stillborn = host.System.Spawn(new Props<string>(static () => throw new InvalidOperationException("not made")));

        host.System.Spawn(_journal.Scripted("watcher", start: w => w.Self.Watch(stillborn, "gone")));

        host.Settle();
        Assert.Equal(["watcher starts", "watcher gone"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task Who_cannot_be_made_at_first_is_made_after_a_pause(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var attempts = 0;
        var actor = host.System.Spawn(new Props<string>(() => ++attempts < 3
            ? throw new InvalidOperationException("not yet")
            : new ScriptedActor("a", _journal))
        { Supervision = Policies.Patient });
        actor.Tell("x");

        host.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["a starts", "a x"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task Who_is_stopped_in_its_pause_ends_without_another_word(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Failing("a", supervision: Policies.Patient));
        actor.Tell("fail");
        actor.Tell("waits");
        host.Settle();

        host.System.Stop(actor);
        host.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["a starts", "a fail", "a retires: fail"], _journal.Lines);
        Assert.Equal(1, host.System.DeadLetters);
    }
}
