using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>One broker with its default settings, shared by the tests of a class. Each test has topics of its own.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private ServerProcess? _process;

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>Where it listens.</summary>
    public Uri Address => Process.Http;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
