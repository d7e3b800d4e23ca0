namespace WsBroker.Actors.Tests.Contract;

/// <summary>What every host of actors owes them: their messages, their families and their ends.</summary>
public sealed class ActorSystemContract
{
    private readonly Journal _journal = new();

    [Theory]
    [EveryHost]
    public async Task Messages_of_one_sender_arrive_in_order(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Quiet("a"));

        for (var i = 0; i < 1000; i++)
        {
            actor.Tell($"{i}");
        }

        host.Settle();
        Assert.Equal(["a starts", .. Enumerable.Range(0, 1000).Select(i => $"a {i}")], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task An_actor_is_inside_who_it_is_outside(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        ActorRef? inside = null;

        var outside = host.System.Spawn(_journal.Scripted("a", start: a => inside = a.Self.Self));

        host.Settle();
        Assert.Same(outside, inside);
    }

    [Theory]
    [EveryHost]
    public async Task A_turn_ends_after_its_last_message(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(new Props<string>(
            () => new ScriptedActor("a", _journal) { OnTurnEnded = static a => a.Note("hands on") }));

        actor.Tell("x");
        actor.Tell("y");

        host.Settle();
        Assert.Equal("a x", _journal.Lines[1]);
        Assert.Equal("a hands on", _journal.Lines[^1]);
        Assert.InRange(_journal.Lines.Count(static line => line is "a hands on"), 1, 2);
    }

    [Theory]
    [EveryHost]
    public async Task Who_is_stopped_ends_without_failure_and_hears_no_more(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Quiet("a"));
        actor.Tell("x");
        host.Settle();

        host.System.Stop(actor);
        host.Settle();
        actor.Tell("y");

        host.Settle();
        Assert.Equal(["a starts", "a x", "a stopped"], _journal.Lines);
        Assert.Equal(1, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task Who_stops_itself_finishes_its_message_and_its_turn_and_leaves_the_rest_as_dead_letters(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(new Props<string>(() => new ScriptedActor("a", _journal)
        {
            OnMessage = static (a, message) =>
            {
                a.Self.Self.Tell("left over");
                a.Self.StopSelf();
                a.Self.Self.Tell("too late");
                a.Note($"has done {message}");
            },
            OnTurnEnded = static a => a.Note("hands on"),
        }));

        actor.Tell("x");

        host.Settle();
        Assert.Equal(["a starts", "a x", "a has done x", "a hands on", "a stopped"], _journal.Lines);
        Assert.Equal(2, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task Children_end_before_their_parent(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var root = host.System.Spawn(_journal.Scripted("root", start: root =>
            root.Self.Spawn(_journal.Scripted("child", start: child => child.Self.Spawn(_journal.Quiet("grandchild"))))));
        host.Settle();

        host.System.Stop(root);

        host.Settle();
        Assert.Equal(["grandchild stopped", "child stopped", "root stopped"], _journal.Lines.Skip(3), StringComparer.Ordinal);
    }

    [Theory]
    [EveryHost]
    public async Task A_parent_knows_its_children_until_they_end(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var counts = new List<int>();
        ActorRef? first = null;
        var parent = host.System.Spawn(_journal.Scripted(
            "parent",
            start: p =>
            {
                first = p.Self.Spawn(_journal.Quiet("first"));
                p.Self.Spawn(_journal.Quiet("second"));
            },
            message: (p, _) => counts.Add(p.Self.Children.Count)));
        parent.Tell("count");
        host.Settle();

        host.System.Stop(first!);
        host.Settle();
        parent.Tell("count");

        host.Settle();
        Assert.Equal([2, 1], counts);
    }

    [Theory]
    [EveryHost]
    public async Task A_terminated_system_has_ended_all_and_takes_in_none(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        host.System.Spawn(_journal.Scripted("parent", start: p => p.Self.Spawn(_journal.Quiet("child"))));
        host.System.Spawn(_journal.Quiet("other"));
        host.Settle();
        Assert.False(host.System.Terminated.IsCompleted);

        host.System.Terminate();
        host.Settle();

        Assert.True(host.System.Terminated.IsCompletedSuccessfully);
        Assert.Contains(_journal.Lines, static line => line is "parent stopped");
        Assert.Contains(_journal.Lines, static line => line is "other stopped");
        Assert.Throws<InvalidOperationException>(() => host.System.Spawn(_journal.Quiet("late")));
    }

    [Theory]
    [EveryHost]
    public async Task A_system_without_actors_terminates_at_once(HostKind kind)
    {
        await using var host = ContractHost.New(kind);

        host.System.Terminate();

        Assert.True(host.System.Terminated.IsCompletedSuccessfully);
    }

    [Theory]
    [EveryHost]
    public async Task Who_is_ending_has_no_more_children(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        Exception? refusal = null;
        var actor = host.System.Spawn(new Props<string>(() => new ScriptedActor("a", _journal)
        {
            OnStopped = a => refusal = Record.Exception(() => a.Self.Spawn(_journal.Quiet("late"))),
        }));

        host.System.Stop(actor);

        host.Settle();
        Assert.IsType<InvalidOperationException>(refusal);
    }
}
