using System.CommandLine;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker sub</c>: prints messages as they come.</summary>
internal static class SubCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var verb = new SubVerb();
        var command = new Command("sub", "Print the messages of topics, one line each, until stopped");
        verb.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }
}
