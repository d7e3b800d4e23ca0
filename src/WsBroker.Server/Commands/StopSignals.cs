using System.Runtime.InteropServices;

namespace WsBroker.Server.Commands;

/// <summary>What the system asks of the process: to stop (SIGTERM or SIGINT), and to be quick about it (another one).</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration _interrupt;

    /// <summary>Listens from now on; neither signal ends the process by itself any more.</summary>
    public StopSignals()
    {
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Note);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _term.Dispose();
        _interrupt.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }

    private void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        var next = _stop.IsCancellationRequested ? _hurry : _stop;
        next.Cancel();
    }
}
