using System.CommandLine;
using WsBroker.Server.Options;
using WsBroker.Server.Tls;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker check</c>: reads the options as <c>serve</c> does, and says what is wrong or what is in effect.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("check", "Read the options as serve does: say what is wrong, or print all in effect");
        ServeCommand.AddOptions(command);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            var options = ServeCommand.Read(parsed);
            Certificates.Check(options.Certificates, TimeProvider.System);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Join(Environment.NewLine, OptionKeys.Describe(options)));
            return ExitCode.Stopped;
        }
        catch (InvalidOptionsException problem)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(problem.Message);
            return ExitCode.WrongUsage;
        }
    }
}
