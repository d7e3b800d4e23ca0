using System.CommandLine;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker pub</c>: publishes an argument, a file, or standard input line by line.</summary>
internal static class PubCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        // Console.In would read on the caller's thread, and Ctrl-C would wait for the next line
        var verb = new PubVerb(new StreamReader(Console.OpenStandardInput()));
        var command = new Command(
            "pub", "Publish a text, a file (--file), or each line of standard input; ends when all are acknowledged");
        verb.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }
}
