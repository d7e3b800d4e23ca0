using System.Globalization;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>A broker with <c>/echo</c> and the limits that the suite needs, shared by the tests of a class.</summary>
public sealed class SuiteFixture : IAsyncLifetime
{
    /// <summary>The largest message, in bytes.</summary>
    public const int MaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>The most frames of a message.</summary>
    public const int MaxFragments = MaxMessageBytes / 64;

    private ServerProcess? _process;

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() => _process = await ServerProcess.StartAsync(
        "--echo",
        "--set",
        string.Create(CultureInfo.InvariantCulture, $"limits:messageBytes={MaxMessageBytes}"),
        "--set",
        string.Create(CultureInfo.InvariantCulture, $"limits:fragments={MaxFragments}"));

    /// <inheritdoc/>
    public Task DisposeAsync() => _process?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
