using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>Two brokers: as they are, and with takeover allowed to both sides.</summary>
public sealed class CompressionFixture : IAsyncLifetime
{
    private ServerProcess? _usual;
    private ServerProcess? _withTakeover;

    /// <summary>As it is without options.</summary>
    public ServerProcess Usual => _usual ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>With takeover.</summary>
    public ServerProcess WithTakeover => _withTakeover ?? throw new InvalidOperationException("The broker was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _usual = await ServerProcess.StartAsync("--echo");
        _withTakeover = await ServerProcess.StartAsync(
            "--echo", "--set", "compression:serverTakeover=true", "--set", "compression:clientTakeover=true");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await (_usual?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_withTakeover?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
