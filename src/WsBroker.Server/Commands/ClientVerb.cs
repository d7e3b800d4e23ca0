using System.CommandLine;
using System.Runtime.InteropServices;
using WsBroker.Client;

namespace WsBroker.Server.Commands;

/// <summary>Runs what a verb does as a client of a broker: until it is done, or until Ctrl-C or SIGTERM.</summary>
internal static class ClientVerb
{
    /// <summary>Runs it, and turns how it ended into an exit code and, if it failed, a sentence.</summary>
    /// <param name="parsed">Where to write.</param>
    /// <param name="whenStopped">The exit code for Ctrl-C and SIGTERM.</param>
    /// <param name="run">What to do; the exit code.</param>
    /// <param name="cancellationToken">Ends it as Ctrl-C does.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        int whenStopped,
        Func<CancellationToken, Task<int>> run,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onTerm = StopOn(PosixSignal.SIGTERM, stop);
        using var onInterrupt = StopOn(PosixSignal.SIGINT, stop);
        try
        {
            return await run(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return whenStopped;
        }
        catch (Exception failure) when (failure is WsBrokerException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(Explain(failure));
            return ExitCode.Failed;
        }
    }

    private static string Explain(Exception failure) =>
        failure is WsBrokerException { Code: (int)ClientErrorCode.CannotConnect }
            ? $"{failure.Message}. Start a broker there with 'wsbroker serve', or name another with --url."
            : failure.Message;

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
