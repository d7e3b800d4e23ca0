using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>One connection to one shard, with all that the library keeps behind it; it can be replaced by a new one.</summary>
/// <remarks>
/// The library connects again by itself once it was connected. What it does not do is begin where nobody can be reached (Sentinel), or
/// notice that a connection is deaf: for these there is <see cref="ConnectAsync"/>.
/// </remarks>
/// <param name="configuration">How to connect.</param>
internal sealed class RedisLink(ConfigurationOptions configuration) : IAsyncDisposable
{
#pragma warning disable CA2213 // Whoever still waits for it is told that the link has ended; it holds nothing of the system
    private readonly SemaphoreSlim _one = new(1);
#pragma warning restore CA2213
    private volatile ConnectionMultiplexer? _current;
    private bool _isDisposed;

    /// <summary>The connection; null before the first attempt has led to one.</summary>
    public IConnectionMultiplexer? Current => _current;

    /// <summary>Called when a connection stands again, and with which part of it; on any thread.</summary>
    public Action<ConnectionType>? Restored { get; init; }

    /// <summary>Makes a new connection, which takes the place of the one that there is. May give one that is not connected yet.</summary>
    /// <exception cref="RedisException">Nobody could be reached.</exception>
    public async Task ConnectAsync()
    {
        await _one.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var made = await ConnectionMultiplexer.ConnectAsync(configuration.Clone());
            made.ConnectionRestored += (_, news) => Restored?.Invoke(news.ConnectionType);
            var old = _current;
            _current = made;
            await CloseAsync(old);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        try
        {
            _isDisposed = true;
            await CloseAsync(_current);
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task CloseAsync(ConnectionMultiplexer? old)
    {
        if (old is not null)
        {
            // Not for what is on its way: nobody waits for that longer than its own time
            await old.CloseAsync(allowCommandsToComplete: false);
            await old.DisposeAsync();
        }
    }
}
