using System.CommandLine;
using WsBroker.Server.Commands;

var root = new RootCommand("WsBroker: a WebSocket message broker. Without a verb, it serves.");
ServeCommand.AddTo(root);
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(CheckCommand.Create());
root.Subcommands.Add(HealthCommand.Create());
root.Subcommands.Add(TokenCommand.Create());
root.Subcommands.Add(SubCommand.Create());
root.Subcommands.Add(PubCommand.Create());

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var sentence in UsageErrors.Of(parsed))
    {
        Console.Error.WriteLine(sentence);
    }

    return ExitCode.WrongUsage;
}

// The verbs see to signals themselves: what is under way is ended in order, however long it takes
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
