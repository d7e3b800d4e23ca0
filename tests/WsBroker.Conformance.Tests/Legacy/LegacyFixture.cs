using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>A broker that speaks the old versions too, shared by the tests of a class.</summary>
public sealed class LegacyFixture : IAsyncLifetime
{
    private ServerProcess? _process;

    /// <summary>Where it listens.</summary>
    public Uri Address => (_process ?? throw new InvalidOperationException("The broker was not started.")).Http;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync("--legacy", "--echo");

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
