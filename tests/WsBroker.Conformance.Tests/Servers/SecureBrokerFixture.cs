using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>One broker that listens with and without TLS, shared by the tests of a class.</summary>
public sealed class SecureBrokerFixture : IAsyncLifetime, IDisposable
{
    private ServerProcess? _process;
    private TlsTunnel? _tunnel;

    /// <summary>What it shows.</summary>
    public TestCertificate Certificate { get; } = new();

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>Where it listens without TLS.</summary>
    public Uri Plain => Process.Http;

    /// <summary>Where plain connections are carried to it over TLS.</summary>
    public Uri Secure => _tunnel?.Address ?? throw new InvalidOperationException("The broker was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _process = await Settings.StartSecureAsync(Certificate);
        _tunnel = new TlsTunnel(_process.Https, Certificate.IsPresented);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_tunnel is not null)
        {
            await _tunnel.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
