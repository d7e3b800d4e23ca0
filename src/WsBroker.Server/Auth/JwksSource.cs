using System.Net;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>The keys that an issuer publishes at an address: fetched now and then, and when a token names one that is not known.</summary>
/// <remarks>
/// One fetch at a time, bounded in time and size; whatever goes wrong with it, the keys that are known stay. Nobody waits for it: a
/// token whose key may come with it is to be tried again. Thread-safe.
/// </remarks>
internal sealed class JwksSource : IDisposable
{
    /// <summary>The largest set of keys, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How long a fetch may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The pause after a fetch, whoever asks for another.</summary>
    // So that tokens with invented keys cost the issuer no more than this
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The pause after one that failed.</summary>
    // With a fetch that hangs until its end, new keys are there within ten seconds from when they can be had again
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(3);

    private readonly Uri _address;
    private readonly string _place;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AuthMetrics _metrics;
    private readonly PeriodicTimer _timer;
    private readonly Lock _gate = new();
    private Task? _fetching;
    private byte[] _content = [];
    private long _fetched;
    private DateTimeOffset _began;
    private bool _hasFailed = true;
    private volatile KeySet _keys = KeySet.None;

    /// <summary>Nothing is fetched yet.</summary>
    /// <param name="address">Where the keys are.</param>
    /// <param name="interval">How often to look there.</param>
    /// <param name="handler">Carries requests; owned from now on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what can't be fetched.</param>
    /// <param name="metrics">What is counted.</param>
    public JwksSource(
        Uri address, TimeSpan interval, HttpMessageHandler handler, TimeProvider time, ILogger logger, AuthMetrics metrics)
    {
        _place = WebAddress.Describe(address);
        (_address, _time, _logger, _metrics) = (address, time, logger, metrics);
        _http = new HttpMessageInvoker(handler);
        _timer = new PeriodicTimer(interval, time);
        _ = RefreshAsync();
    }

    /// <summary>The keys that are known.</summary>
    public KeySet Keys => _keys;

    /// <summary>The way to fetch: no redirects, no cookies, and a certificate that is valid.</summary>
    public static HttpMessageHandler Handler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 1,
    };

    /// <summary>Fetches the keys, or waits for the fetch that is under way. Never fails: what goes wrong is logged.</summary>
    public Task FetchAsync()
    {
        lock (_gate)
        {
            if (_fetching is not { IsCompleted: false })
            {
                _fetching = TakeAsync();
            }

            return _fetching;
        }
    }

    /// <summary>A key is asked for that is not known: fetches again, if that was not just done.</summary>
    /// <param name="made">When the token was made that names the key, if it says so.</param>
    /// <returns>Whether there is hope: a fetch is under way, or the last one failed, or came before the token.</returns>
    public bool AskAgain(DateTimeOffset? made)
    {
        lock (_gate)
        {
            if (_fetching is { IsCompleted: false })
            {
                return true;
            }

            if (_fetching is null || _time.GetElapsedTime(_fetched) >= (_hasFailed ? PauseAfterFailure : Pause))
            {
                _fetching = TakeAsync();
                return true;
            }

            // A token tells its time in whole seconds
            return _hasFailed || _began - made < TimeSpan.FromSeconds(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _http.Dispose();
    }

    private async Task RefreshAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await FetchAsync();
        }
    }

    private async Task TakeAsync()
    {
        // Not in the turn of whoever asks, who holds the lock
        await Task.Yield();
        var began = _time.GetUtcNow();
        var problem = await TryTakeAsync();
        lock (_gate)
        {
            (_fetched, _began) = (_time.GetTimestamp(), began);
            _hasFailed = problem is not null;
        }

        _metrics.KeysFetched(problem is null);
        if (problem is not null)
        {
            _logger.KeysNotFetched(_place, problem);
        }
    }

    /// <returns>What went wrong, or null.</returns>
    private async Task<string?> TryTakeAsync()
    {
        using var late = new CancellationTokenSource(Timeout, _time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _address);
            using var answer = await _http.SendAsync(request, late.Token);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                return $"the answer is {(int)answer.StatusCode}";
            }

            return await ReadAsync(answer.Content, late.Token) is { } content ? Take(content) : "the answer is too long";
        }
        catch (OperationCanceledException)
        {
            return "it took too long";
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // Whatever it is: those who have come in, and those whose keys are known, have nothing to do with it
            return wrong.Message;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (read.Length + length > MaxBytes)
            {
                return null;
            }

            read.Write(buffer.AsSpan(0, length));
        }

        return read.ToArray();
    }

    private string? Take(byte[] content)
    {
        if (content.AsSpan().SequenceEqual(_content))
        {
            return null;
        }

        if (JwksReader.Read(content) is not { } keys)
        {
            return "the answer is no set of keys that can be used";
        }

        (_keys, _content) = (keys, content);
        _logger.KeysFetched(_place, keys.Count);
        return null;
    }
}
