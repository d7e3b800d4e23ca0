using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>One broker with API keys, shared by the tests of a class: for all, to read only, and for the topics of a tenant.</summary>
public sealed class KeyedBrokerFixture : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
    private ServerProcess? _process;

    /// <summary>The broker.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>Writes the configuration: the keys that are always there, and more.</summary>
    public Task WriteAsync(params (string Name, string Key, string Prefix, bool ReadOnly)[] more)
    {
        (string Name, string Key, string Prefix, bool ReadOnly)[] keys =
            [("backend", "all-of-it", "", false), ("watcher", "reading", "", true), ("tenant", "tenant", "tenant/", false), .. more];
        return File.WriteAllTextAsync(_file, JsonSerializer.Serialize(new
        {
            apiKeys = keys.Select(static key => new
            {
                name = key.Name,
                sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key))),
                prefix = key.Prefix,
                readOnly = key.ReadOnly,
            }),
        }));
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await WriteAsync();
        _process = await ServerProcess.StartAsync("--config", _file);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        File.Delete(_file);
    }
}
