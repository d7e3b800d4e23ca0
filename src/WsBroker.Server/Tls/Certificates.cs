using System.Net.Security;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tls;

/// <summary>The certificates of this server, which follow their files: new connections get what lies there.</summary>
/// <remarks>
/// Files are looked at by their content and not by their dates: that holds for a new file in the old one's place, for a
/// link that points elsewhere (as Kubernetes swaps secrets), and for file systems that tell nothing. What can't be used
/// leaves the old certificate in its place. Thread-safe.
/// </remarks>
internal sealed class Certificates : IDisposable
{
    /// <summary>How often files are looked at: a few kilobytes that lie in the system's cache.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    private readonly Lock _looking = new();
    private readonly CertificateOptions[] _options;
    private readonly ClientCertificates? _clients;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TlsMetrics _metrics;
    private readonly PeriodicTimer _timer;
    private readonly CertificateContent[] _contents;
    private readonly string?[] _problems;
    private volatile CertificateTable _table;

    /// <summary>Loads all, and begins to watch them.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="clients">Asks clients for certificates of their own; null if they are not asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where changes are told.</param>
    /// <param name="metrics">Where they are counted.</param>
    /// <exception cref="InvalidOptionsException">One of them can't be used.</exception>
    public Certificates(
        IReadOnlyList<CertificateOptions> options, ClientCertificates? clients, TimeProvider time, ILogger logger, TlsMetrics metrics)
    {
        _clients = clients;
        _options = [.. options];
        _contents = new CertificateContent[_options.Length];
        _problems = new string?[_options.Length];
        (_time, _logger, _metrics) = (time, logger, metrics);
        _table = new CertificateTable([.. _options.Select(LoadFirst)]);
        _metrics.Observe(() => _table);
        _timer = new PeriodicTimer(_interval, time);
        _ = WatchAsync();
    }

    /// <summary>How TLS is spoken with a client that named this host, or none.</summary>
    public SslServerAuthenticationOptions TlsFor(string? host) => _table.Choose(host).Tls;

    /// <summary>Says what is wrong with certificates, if anything is, without keeping them.</summary>
    /// <exception cref="InvalidOptionsException">One of them can't be used.</exception>
    public static void Check(IReadOnlyList<CertificateOptions> options, TimeProvider time)
    {
        foreach (var one in options)
        {
            Load(one, time, out _);
        }
    }

    /// <summary>Looks at the files, and takes what has changed.</summary>
    public void Look()
    {
        lock (_looking)
        {
            var now = _table.All.ToArray();
            var hasChanged = false;
            for (var at = 0; at < now.Length; at++)
            {
                hasChanged |= TryReload(at, ref now[at]);
            }

            if (hasChanged)
            {
                _table = new CertificateTable(now);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static ServerCertificate Load(CertificateOptions options, TimeProvider time, out CertificateContent content)
    {
        try
        {
            content = CertificateContent.Read(options);
            return ServerCertificate.Load(content, time.GetUtcNow());
        }
        catch (CertificateException wrong)
        {
            throw new InvalidOptionsException($"There is no TLS without a certificate, and {wrong.Message}.");
        }
    }

    private ServerCertificate LoadFirst(CertificateOptions options, int at) => Use(Load(options, _time, out _contents[at]));

    private ServerCertificate Use(ServerCertificate certificate)
    {
        _clients?.AskIn(certificate.Tls);
        return certificate;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private bool TryReload(int at, ref ServerCertificate certificate)
    {
        try
        {
            var content = CertificateContent.Read(_options[at]);
            if (content.IsSame(_contents[at]))
            {
                _problems[at] = null;
                return false;
            }

            certificate = Use(ServerCertificate.Load(content, _time.GetUtcNow()));
            (_contents[at], _problems[at]) = (content, null);
            _logger.CertificateReloaded(_options[at].File, certificate.NotAfter);
            _metrics.Reloaded(isGood: true);
            return true;
        }
        catch (CertificateException wrong)
        {
            Complain(at, wrong.Message);
            return false;
        }
    }

    /// <summary>Once for each problem, and not every time that it is met.</summary>
    private void Complain(int at, string problem)
    {
        if (!string.Equals(_problems[at], problem, StringComparison.Ordinal))
        {
            _problems[at] = problem;
            _logger.CertificateKept(_options[at].File, problem);
            _metrics.Reloaded(isGood: false);
        }
    }
}
