using System.CommandLine;
using WsBroker.Server.Options;

namespace WsBroker.Server.Commands;

/// <summary>What is wrong with a command line, a sentence each.</summary>
internal static class UsageErrors
{
    /// <summary>The sentences; none if all is well.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return parsed.Errors.Select(static error => error.Message);
        }

        // The first is what is wrong: others are its value, or would have been understood without it
        var (written, command) = (parsed.UnmatchedTokens[0], parsed.CommandResult.Command);
        var verb = command is RootCommand ? command.Name : $"{parsed.RootCommandResult.Command.Name} {command.Name}";
        return [$"'{written}' is not understood here.{NearNames.Ask(written, NamesOf(command))} '{verb} --help' tells what is."];
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        command.Subcommands.Select(static verb => verb.Name).Concat(command.Options.SelectMany(static option => option.Aliases.Prepend(option.Name)));
}
