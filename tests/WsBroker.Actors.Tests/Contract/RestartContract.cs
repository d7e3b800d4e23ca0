namespace WsBroker.Actors.Tests.Contract;

/// <summary>What every host of actors owes them: another life after a failure.</summary>
public sealed class RestartContract
{
    private readonly Journal _journal = new();

    [Theory]
    [EveryHost]
    public async Task Who_restarts_is_a_new_instance_for_the_messages_that_waited(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var instances = 0;
        var props = new Props<string>(() => _journal.NewFailing($"a{++instances}")) { Supervision = Policies.Patient };
        var actor = host.System.Spawn(props);
        actor.Tell("fail");
        actor.Tell("x");
        host.Settle();
        Assert.Equal(["a1 starts", "a1 fail", "a1 retires: fail"], _journal.Lines);

        host.Advance(TimeSpan.FromSeconds(1));
        host.System.Stop(actor);

        host.Settle();
        Assert.Equal(["a2 starts", "a2 x", "a2 stopped"], _journal.Lines.Skip(3), StringComparer.Ordinal);
        Assert.Equal(0, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task Pauses_double_up_to_the_longest_and_too_many_restarts_end_it(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Scripted("a", start: a =>
        {
            a.Note($"at {host.Seconds}");
            throw new InvalidOperationException("again");
        }, supervision: Policies.Patient));

        host.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(["a at 0", "a at 1", "a at 3", "a at 7", "a at 12"], _journal.About("a at"));
        Assert.Equal("a ended: again", _journal.Lines[^1]);
        actor.Tell("x");
        Assert.Equal(1, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task Restarts_are_forgotten_in_time(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Failing("a", supervision: Policies.Patient with { MaxRestarts = 1 }));
        actor.Tell("fail");
        host.Advance(TimeSpan.FromMinutes(1));

        actor.Tell("fail");
        host.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a starts", _journal.Lines[^1]);
        actor.Tell("fail");

        host.Settle();
        Assert.Equal("a ended: fail", _journal.Lines[^1]);
    }

    [Theory]
    [EveryHost]
    public async Task A_restart_ends_the_children_and_the_schedules_and_keeps_the_watches(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        var isFirst = true;
        var actor = host.System.Spawn(_journal.Scripted(
            "a",
            start: a =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    a.Self.Spawn(_journal.Quiet("child"));
                    a.Self.Schedule(TimeSpan.FromSeconds(2), "rings");
                    a.Self.Watch(other, "other gone");
                }
            },
            message: static (_, message) => Journal.Fail(message)) with
        { Supervision = Policies.Patient });
        host.Settle();

        actor.Tell("fail");
        host.Advance(TimeSpan.FromSeconds(3));
        host.System.Stop(other);

        host.Settle();
        Assert.Equal(["child starts", "child stopped"], _journal.About("child"));
        Assert.Equal(["a starts", "a fail", "a retires: fail", "a starts", "a other gone"], _journal.About("a"));
    }
}
