namespace WsBroker.Server.Hosting;

/// <summary>What a supervisor, systemd if there is one, is told of the life of a broker.</summary>
internal sealed class Supervision : IAsyncDisposable
{
    private readonly Systemd? _systemd;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watchdog;

    private Supervision(Systemd? systemd, BrokerHost host)
    {
        _systemd = systemd;
        _systemd?.TellReady();
        _watchdog = systemd?.Watchdog is { } interval
            ? Watchdog.RunAsync(interval, stop => host.TakeTurnAsync().WaitAsync(stop), systemd.TellAlive, TimeProvider.System, _ended.Token)
            : Task.CompletedTask;
    }

    /// <summary>The broker serves: tells so, and goes on to tell that it is alive.</summary>
    /// <param name="host">The broker.</param>
    /// <param name="variable">The environment.</param>
    public static Supervision Begin(BrokerHost host, Func<string, string?> variable) => new(Systemd.Of(variable), host);

    /// <summary>The broker comes to its end.</summary>
    public void TellStopping() => _systemd?.TellStopping();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watchdog;
        _ended.Dispose();
        _systemd?.Dispose();
    }
}
