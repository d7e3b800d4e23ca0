using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>One broker with a second address that speaks TLS, shared by the tests of a class.</summary>
public sealed class SecureBrokerFixture : IAsyncLifetime, IDisposable
{
    private ServerProcess? _process;
    private int _topics;

    /// <summary>What it shows.</summary>
    public TestCertificate Certificate { get; } = new();

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>A topic that no other test uses.</summary>
    public string NextTopic() => FormattableString.Invariant($"secure/{Interlocked.Increment(ref _topics)}");

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        _process = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", Certificate.PemFile);

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
