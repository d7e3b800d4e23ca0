using System.Collections.Concurrent;

namespace WsBroker.Actors.Tests;

/// <summary>What happened, in order. Thread-safe.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);

    public IReadOnlyList<string> About(string name) =>
        [.. _lines.Where(line => line.StartsWith(name + " ", StringComparison.Ordinal))];

    /// <summary>Props of an actor that only writes here.</summary>
    public Props<string> Quiet(string name) => new(() => new ScriptedActor(name, this));

    /// <summary>Props of an actor that writes here and does what it is given.</summary>
    public Props<string> Scripted(
        string name,
        Action<ScriptedActor>? start = null,
        Action<ScriptedActor, string>? message = null,
        SupervisionPolicy? supervision = null,
        MailboxOptions<string>? mailbox = null) =>
        new(() => new ScriptedActor(name, this) { OnStart = start, OnMessage = message })
        {
            Supervision = supervision ?? SupervisionPolicy.Stop,
            Mailbox = mailbox ?? MailboxOptions<string>.Unbounded,
        };

    /// <summary>Props of an actor that writes here and fails at "fail".</summary>
    public Props<string> Failing(string name, SupervisionPolicy? supervision = null) =>
        Scripted(name, message: static (_, message) => Fail(message), supervision: supervision);

    public ScriptedActor NewFailing(string name) =>
        new(name, this) { OnMessage = static (_, message) => Fail(message) };

    public static void Fail(string message)
    {
        if (message is "fail")
        {
            throw new InvalidOperationException(message);
        }
    }
}
