using WsBroker.Broker.Access;
using WsBroker.Server.Options;

namespace WsBroker.Server.Auth;

/// <summary>All whose tokens are taken, with their keys.</summary>
internal sealed class Issuers : IDisposable
{
    private readonly List<JwksSource> _sources = [];

    /// <summary>Loads the keys of the configuration; published ones are to be fetched.</summary>
    /// <exception cref="InvalidOptionsException">One of the keys can't be used.</exception>
    public Issuers(AuthOptions options, TimeProvider time, AuthMetrics metrics, ILogger logger)
    {
        var configured = Load(options);
        var first = new Issuer(options.Issuer, options.Audience, new KeySet(configured), Publishes(options.Jwks)) { Tenant = options.Prefix ?? "" };
        var further = options.Issuers.Select(issuer => new Issuer(issuer.Issuer, issuer.Audience, KeySet.None, Publishes(issuer.Jwks)) { Tenant = issuer.Prefix ?? "" });
        Verifier = new JwtVerifier([first, .. further], options, time);

        JwksSource? Publishes(Uri? address)
        {
            if (address is null)
            {
                return null;
            }

            var source = new JwksSource(address, options.JwksInterval, JwksSource.Handler(), time, logger, metrics);
            _sources.Add(source);
            return source;
        }
    }

    /// <summary>Verifies their tokens.</summary>
    public ITokenVerifier Verifier { get; }

    /// <summary>Says what is wrong with keys of the configuration, if anything is, without keeping them.</summary>
    /// <exception cref="InvalidOptionsException">One of them can't be used.</exception>
    public static void Check(AuthOptions options) => Load(options);

    /// <summary>Fetches what they publish. Never fails: what goes wrong is logged, and tried again later.</summary>
    public Task FetchAsync() => Task.WhenAll(_sources.Select(static source => source.FetchAsync()));

    /// <inheritdoc/>
    public void Dispose() => _sources.ForEach(static source => source.Dispose());

    private static List<VerificationKey> Load(AuthOptions options) =>
        [.. options.Keys.Select(static (key, at) => ConfiguredKey.Load(key, at).ToVerificationKey(key.Prefix))];
}
