using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>One broker with its default settings, shared by the tests of a class. Each test has topics of its own.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private ServerProcess? _process;
    private int _topics;

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>A topic that no other test uses.</summary>
    public string NextTopic() => FormattableString.Invariant($"end-to-end/{Interlocked.Increment(ref _topics)}");

    /// <inheritdoc/>
    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
