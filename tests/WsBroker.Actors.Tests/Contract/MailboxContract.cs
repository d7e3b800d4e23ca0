namespace WsBroker.Actors.Tests.Contract;

/// <summary>What every host of actors owes them: a mailbox that keeps to its bound.</summary>
public sealed class MailboxContract
{
    private readonly Journal _journal = new();

    [Theory]
    [EveryHost]
    public async Task A_full_mailbox_answers_as_declared(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var mailbox = new MailboxOptions<string>(2, (_, message) => _journal.Add($"refused {message}"));
        var actor = host.System.Spawn(_journal.Scripted("a", message: TellThreeMore, mailbox: mailbox));

        actor.Tell("go");

        host.Settle();
        Assert.Equal(["a starts", "a go", "refused 3", "a 1", "a 2"], _journal.Lines);
        Assert.Equal(0, host.System.DeadLetters);
    }

    [Theory]
    [EveryHost]
    public async Task What_an_actor_asked_to_be_told_is_not_refused_by_its_full_mailbox(HostKind kind)
    {
        await using var host = ContractHost.New(kind);
        var mailbox = new MailboxOptions<string>(1, (_, message) => _journal.Add($"refused {message}"));
        var other = host.System.Spawn(_journal.Quiet("other"));
        host.System.Stop(other);
        host.Settle();
        var actor = host.System.Spawn(_journal.Scripted("a", message: (a, message) =>
        {
            if (message is "go")
            {
                a.Self.Self.Tell("fills it");
                a.Self.Watch(other, "other has ended");
            }
        }) with
        { Mailbox = mailbox });

        actor.Tell("go");

        host.Settle();
        Assert.Equal(["a starts", "a go", "a fills it", "a other has ended"], _journal.About("a"));
    }

    private static void TellThreeMore(ScriptedActor actor, string message)
    {
        if (message is "go")
        {
            actor.Self.Self.Tell("1");
            actor.Self.Self.Tell("2");
            actor.Self.Self.Tell("3");
        }
    }
}
