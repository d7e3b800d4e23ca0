using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>One broker with a second address that speaks TLS, shared by the tests of a class.</summary>
public sealed class SecureBrokerFixture : IAsyncLifetime, IDisposable
{
    private ServerProcess? _process;

    /// <summary>What it shows.</summary>
    public TestCertificate Certificate { get; } = new();

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        _process = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", Certificate.PemFile);

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
