using System.CommandLine;
using WsBroker.Broker.Topics;
using WsBroker.Server.Auth;
using WsBroker.Server.Options;
using WsBroker.Server.Tls;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker check</c>: reads the options as <c>serve</c> does, and says what is wrong or what is in effect.</summary>
internal static class CheckCommand
{
    private static readonly Option<string?> _topic = new("--topic")
    {
        Description = "Print what is in effect for this topic, and which rule says so",
        HelpName = "TOPIC",
    };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("check", "Read the options as serve does: say what is wrong, or print all in effect");
        ServeCommand.AddOptions(command);
        command.Options.Add(_topic);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            var options = ServeCommand.Read(parsed);
            Certificates.Check(options.Certificates, TimeProvider.System);
            ClientCertificates.Load(options.ClientCertificates);
            Issuers.Check(options.Auth);
            var lines = parsed.GetValue(_topic) is { } topic ? Describe(options, topic) : OptionKeys.Describe(options);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Join(Environment.NewLine, lines));
            foreach (var setting in InsecureSettings.Find(options))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"Insecure: {setting}");
            }

            return ExitCode.Stopped;
        }
        catch (InvalidOptionsException problem)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(problem.Message);
            return ExitCode.WrongUsage;
        }
    }

    private static IEnumerable<string> Describe(ServerOptions options, string topic) =>
        TopicName.TryParse(topic, out var name, out var problem)
            ? TopicRuleReader.Describe(options, name)
            : throw new InvalidOptionsException($"--topic cannot be '{topic}': {problem.Describe()}.");
}
