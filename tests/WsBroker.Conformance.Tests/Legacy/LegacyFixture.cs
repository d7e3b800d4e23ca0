using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>A broker that speaks the old versions too, shared by the tests of a class.</summary>
public sealed class LegacyFixture : IAsyncLifetime
{
    private ServerProcess? _process;

    /// <summary>Where it listens.</summary>
    public Uri Address => (_process ?? throw new InvalidOperationException("The broker was not started.")).Http;

    /// <inheritdoc/>
    // The hosts of the drafts' examples, which are no names of this machine
    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync(
        "--legacy", "--echo", "--set", "origins:0=http://example.com", "--set", "origins:1=http://broker.example");

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
