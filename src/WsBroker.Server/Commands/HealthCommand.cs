using System.CommandLine;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker health</c>: asks a server whether it is ready, or lives; the probe of containers that have no curl.</summary>
internal static class HealthCommand
{
    /// <summary>Shorter than the usual timeout of a probe.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    private static readonly Option<Uri> _url = UrlOption.Create("Address of the server", "http", "https");

    private static readonly Option<bool> _live = new("--live")
    {
        Description = "Ask whether it lives, which a server also does that is not ready: while it stops, or while Redis is away",
    };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("health", "Ask a server whether it is ready: exit code 0 if it is, 1 if not");
        command.Options.Add(_url);
        command.Options.Add(_live);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = _patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(parsed.GetValue(_url)!, parsed.GetValue(_live) ? "health/live" : "health/ready"), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? ExitCode.Stopped : ExitCode.Failed;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(failure.Message);
            return ExitCode.Failed;
        }
    }
}
