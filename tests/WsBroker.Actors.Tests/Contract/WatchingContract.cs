namespace WsBroker.Actors.Tests.Contract;

/// <summary>What every host of actors owes them: watches and timers.</summary>
public sealed class WatchingContract
{
    private readonly Journal _journal = new();

    [Theory]
    [EveryHost]
    public async Task A_watcher_is_told_once_when_the_other_has_ended(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        host.System.Spawn(_journal.Scripted("watcher", start: w => w.Self.Watch(other, "gone")));
        host.Settle();
        Assert.Equal(["watcher starts"], _journal.About("watcher"));

        host.System.Stop(other);
        host.System.Stop(other);

        host.Settle();
        Assert.Equal(["watcher starts", "watcher gone"], _journal.About("watcher"));
    }

    [Theory]
    [EveryHost]
    public async Task A_watcher_is_told_at_once_when_the_other_had_ended_before(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        host.System.Stop(other);
        host.Settle();

        host.System.Spawn(_journal.Scripted("watcher", start: w => w.Self.Watch(other, "gone")));

        host.Settle();
        Assert.Equal(["watcher starts", "watcher gone"], _journal.About("watcher"));
    }

    [Theory]
    [EveryHost]
    public async Task A_watch_taken_back_tells_nothing(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        host.System.Spawn(_journal.Scripted("watcher", start: w =>
        {
            w.Self.Watch(other, "gone");
            w.Self.Unwatch(other);
        }));
        host.Settle();

        host.System.Stop(other);

        host.Settle();
        Assert.Equal(["watcher starts"], _journal.About("watcher"));
    }

    [Theory]
    [EveryHost]
    public async Task Watching_again_replaces_the_notice(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        host.System.Spawn(_journal.Scripted("watcher", start: w =>
        {
            w.Self.Watch(other, "first");
            w.Self.Watch(other, "second");
        }));
        host.Settle();

        host.System.Stop(other);

        host.Settle();
        Assert.Equal(["watcher starts", "watcher second"], _journal.About("watcher"));
    }

    [Theory]
    [EveryHost]
    public async Task The_notice_follows_all_that_the_other_has_told(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        host.System.Spawn(_journal.Scripted("parent", start: p =>
        {
            var child = p.Self.Spawn(_journal.Scripted("child", message: (c, _) =>
            {
                p.Self.Self.Tell("result");
                c.Self.StopSelf();
            }));
            p.Self.Watch(child, "gone");
            child.Tell("go");
        }));

        host.Settle();
        Assert.Equal(["parent starts", "parent result", "parent gone"], _journal.About("parent"));
    }

    [Theory]
    [EveryHost]
    public async Task The_end_of_a_watcher_concerns_nobody(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var other = host.System.Spawn(_journal.Quiet("other"));
        var watcher = host.System.Spawn(_journal.Scripted("watcher", start: w => w.Self.Watch(other, "gone")));
        host.Settle();

        host.System.Stop(watcher);
        host.Settle();
        host.System.Stop(other);
        host.Settle();

        Assert.Equal(["watcher starts", "watcher stopped"], _journal.About("watcher"));
        Assert.Equal(0, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task A_reference_that_is_no_actor_never_ends(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var stranger = new Stranger();

        host.System.Spawn(_journal.Scripted("watcher", start: w =>
        {
            w.Self.Watch(stranger, "gone");
            w.Self.Stop(stranger);
            w.Self.Unwatch(stranger);
        }));

        host.Settle();
        Assert.Equal(["watcher starts"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task A_scheduled_message_is_told_when_its_time_has_come(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        host.System.Spawn(_journal.Scripted("a", start: a => a.Self.Schedule(TimeSpan.FromSeconds(5), "rings")));

        host.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Equal(["a starts"], _journal.Lines);
        host.Advance(TimeSpan.FromSeconds(0.001));

        host.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["a starts", "a rings"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task A_cancelled_schedule_tells_nothing(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        host.System.Spawn(_journal.Scripted("a", start: a =>
        {
            var early = a.Self.Schedule(TimeSpan.FromSeconds(1), "early");
            a.Self.Schedule(TimeSpan.FromSeconds(2), "late");
            early.Dispose();
            early.Dispose();
        }));

        host.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["a starts", "a late"], _journal.Lines);
    }

    [Theory]
    [EveryHost]
    public async Task A_schedule_dies_with_its_actor(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var actor = host.System.Spawn(_journal.Scripted("a", start: a => a.Self.Schedule(TimeSpan.FromSeconds(1), "rings")));
        host.Settle();

        host.System.Stop(actor);
        host.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["a starts", "a stopped"], _journal.Lines);
        Assert.Equal(0, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task Nothing_is_scheduled_for_the_past(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        Exception? refusal = null;

        host.System.Spawn(_journal.Scripted(
            "a", start: a => refusal = Record.Exception(() => a.Self.Schedule(TimeSpan.FromTicks(-1), "never"))));

        host.Settle();
        Assert.IsType<ArgumentOutOfRangeException>(refusal);
    }
}
