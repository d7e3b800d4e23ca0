using WsBroker.Server.Options;

namespace WsBroker.Server.Keys;

/// <summary>Has the API keys follow the configuration, so that one can be rotated without a restart.</summary>
/// <remarks>What cannot be read leaves the old keys in place, and is told once. Thread-safe.</remarks>
internal sealed class ApiKeysReload : IDisposable
{
    /// <summary>As often as certificates are looked at.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    private readonly Lock _looking = new();
    private readonly ApiKeys _keys;
    private readonly Func<ServerOptions> _read;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private IReadOnlyList<ApiKeyOptions> _known;
    private string? _problem;

    /// <summary>Begins to look.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="known">What they were made of.</param>
    /// <param name="read">Reads the configuration as at the start.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what has changed and what is wrong.</param>
    public ApiKeysReload(ApiKeys keys, IReadOnlyList<ApiKeyOptions> known, Func<ServerOptions> read, TimeProvider time, ILogger logger)
    {
        (_keys, _known, _read, _logger) = (keys, known, read, logger);
        _timer = new PeriodicTimer(_interval, time);
        _ = WatchAsync();
    }

    /// <summary>Looks at the configuration, and takes what has changed.</summary>
    public void Look()
    {
        lock (_looking)
        {
            try
            {
                Take(_read().ApiKeys);
            }
            catch (Exception wrong) when (wrong is InvalidOptionsException or IOException or UnauthorizedAccessException)
            {
                Complain(wrong.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private void Take(IReadOnlyList<ApiKeyOptions> keys)
    {
        if (keys.Count == 0 && _known.Count > 0)
        {
            // Else whoever is on this machine could do everything from now on
            Complain("it has no API keys any more; to do without takes a restart");
            return;
        }

        _problem = null;
        if (!keys.SequenceEqual(_known))
        {
            _known = keys;
            _keys.Replace(keys);
            _logger.ApiKeysReloaded(keys.Count);
        }
    }

    /// <summary>Once for each problem, and not every time that it is met.</summary>
    private void Complain(string problem)
    {
        if (!string.Equals(_problem, problem, StringComparison.Ordinal))
        {
            _problem = problem;
            _logger.ApiKeysKept(problem);
        }
    }
}
