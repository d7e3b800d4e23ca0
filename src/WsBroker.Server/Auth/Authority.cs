using System.Diagnostics.Metrics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>Who may come in, put together: issuers and their keys, revocations, and who is here as whom.</summary>
internal sealed class Authority : IDisposable
{
    private readonly AuthMetrics _metrics;
    private readonly Issuers? _issuers;
    private readonly ServerOptions _options;
    private readonly TokenAccess? _access;

    /// <summary>Loads the keys of the configuration, and warns of what is insecure.</summary>
    /// <exception cref="InvalidOptionsException">A key can't be used.</exception>
    public Authority(ServerOptions options, LocalActorSystem system, IMeterFactory meters, ILogger logger)
    {
        _options = options;
        _metrics = new AuthMetrics(meters);
        _access = options.Auth.HasKeys ? Begin(options.Auth, system, out _issuers, _metrics, logger) : null;
        var insecure = InsecureSettings.Find(options).ToList();
        insecure.ForEach(setting => logger.SettingInsecure(setting));
        _metrics.Watch(insecure.Count);
    }

    /// <summary>Is told what is revoked; null if there are no tokens.</summary>
    public ActorRef<UsersMessage>? Users => _access?.Users;

    /// <summary>Says what is wrong with keys of the configuration, if anything is.</summary>
    /// <exception cref="InvalidOptionsException">One of them can't be used.</exception>
    public static void Check(ServerOptions options) => Issuers.Check(options.Auth);

    /// <summary>Fetches what issuers publish. Never fails: what goes wrong is logged, and tried again later.</summary>
    public Task FetchAsync() => _issuers?.FetchAsync() ?? Task.CompletedTask;

    /// <summary>Has sessions ask for tokens.</summary>
    public SessionEnvironment Guard(SessionEnvironment sessions) => sessions with
    {
        Rules = new(_options.Topics),
        Verifier = _access?.Verifier,
        Users = _access?.Users,
        Access = new AccessOptions
        {
            IsRequired = _options.Auth.Required,
            AuthTimeout = _options.Auth.Timeout,
            ExpiryGrace = _options.Auth.ExpiryGrace,
        },
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _issuers?.Dispose();
        _metrics.Dispose();
    }

    private static TokenAccess Begin(AuthOptions options, LocalActorSystem system, out Issuers issuers, AuthMetrics metrics, ILogger logger)
    {
        issuers = new Issuers(options, system.Time, metrics, logger);
        var revocations = new Revocations(options.MaxTokenLife + options.Leeway, system.Time);
        metrics.Watch(revocations);
        return new TokenAccess(new CountedVerifier(issuers.Verifier, revocations, metrics), system.Spawn(UsersActor.Props(revocations)));
    }

    private sealed record TokenAccess(ITokenVerifier Verifier, ActorRef<UsersMessage> Users);
}
