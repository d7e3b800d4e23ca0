using System.Diagnostics.Metrics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>Who may come in, put together: issuers and their keys, revocations, and who is here as whom.</summary>
internal sealed class Authority : IDisposable
{
    private readonly Issuers? _issuers;
    private readonly ServerOptions _options;
    private readonly Revocations? _revocations;
    private readonly ITokenVerifier? _verifier;

    /// <summary>Loads the keys of the configuration, and warns of what is insecure.</summary>
    /// <exception cref="InvalidOptionsException">A key can't be used.</exception>
    public Authority(ServerOptions options, LocalActorSystem system, IMeterFactory meters, ILogger logger)
    {
        _options = options;
        var metrics = new AuthMetrics(meters);
        if (options.HasUsers)
        {
            _revocations = new Revocations(options.RevocationAge, system.Time);
            metrics.Observe(_revocations);
            Users = new Users(_revocations);
        }

        if (options.Auth.HasKeys)
        {
            _issuers = new Issuers(options.Auth, system.Time, metrics, logger);
            _verifier = new CountedVerifier(_issuers.Verifier, _revocations!, metrics);
        }

        var insecure = InsecureSettings.Find(options).ToList();
        insecure.ForEach(setting => logger.SettingInsecure(setting));
        metrics.Observe(insecure.Count);
    }

    /// <summary>Is told what is revoked; null where nobody can say who he is.</summary>
    public Users? Users { get; }

    /// <summary>Says what is wrong with keys of the configuration, if anything is.</summary>
    /// <exception cref="InvalidOptionsException">One of them can't be used.</exception>
    public static void Check(ServerOptions options) => Issuers.Check(options.Auth);

    /// <summary>Fetches what issuers publish. Never fails: what goes wrong is logged, and tried again later.</summary>
    public Task FetchAsync() => _issuers?.FetchAsync() ?? Task.CompletedTask;

    /// <summary>Has sessions ask for tokens.</summary>
    public SessionEnvironment Guard(SessionEnvironment sessions) => sessions with
    {
        Rules = new(_options.Topics),
        Verifier = _verifier,
        Users = Users,
        Revocations = _revocations,
        Access = new AccessOptions
        {
            IsRequired = _options.Auth.Required,
            AuthTimeout = _options.Auth.Timeout,
            ExpiryGrace = _options.Auth.ExpiryGrace,
        },
    };

    /// <inheritdoc/>
    public void Dispose() => _issuers?.Dispose();
}
