using System.CommandLine;

namespace WsBroker.Server.Tests.Commands;

/// <summary>A verb as a user runs it: its exit code and what it wrote.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    /// <summary>Parses and runs a command line; what does not parse ends as Program.cs ends it.</summary>
    public static Task<Invocation> RunAsync(Command verb, params string[] arguments) =>
        RunUntilAsync(verb, arguments, CancellationToken.None);

    /// <summary>The same, until it ends by itself or is stopped as Ctrl-C stops it.</summary>
    public static async Task<Invocation> RunUntilAsync(Command verb, string[] arguments, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { verb };
        var parsed = root.Parse([verb.Name, .. arguments]);
        if (parsed.Errors.Count > 0)
        {
            return new Invocation(2, "", string.Join('\n', parsed.Errors.Select(problem => problem.Message)));
        }

        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken)
            .WaitAsync(RunningBroker.Patience, CancellationToken.None);
        return new Invocation(code, output.ToString(), error.ToString());
    }
}
