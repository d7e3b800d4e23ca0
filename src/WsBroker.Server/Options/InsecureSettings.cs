using WsBroker.Gateway.Origins;

namespace WsBroker.Server.Options;

/// <summary>Settings that an operator should know to be insecure.</summary>
internal static class InsecureSettings
{
    /// <summary>A sentence for each that is in effect.</summary>
    public static IEnumerable<string> Find(ServerOptions options)
    {
        var reachable = options.Listen.FirstOrDefault(static address => !address.IsLoopback);
        if (options.Insecure && !options.Auth.Required)
        {
            yield return reachable is null
                ? "'insecure' is on"
                : $"'insecure' is on: whoever can reach {reachable} may do everything that rules do not keep from everybody";
        }

        if (options.Origins.Contains(OriginRule.Any))
        {
            yield return "'origins' has '*': any web page may connect with what its visitor's browser can reach";
        }

        var isPlain = options.Listen.FirstOrDefault(static address => !address.IsLoopback && !address.IsTls);
        if (isPlain is not null && options.Auth.HasKeys && options.Proxies.Count == 0)
        {
            yield return $"tokens reach {isPlain} without encryption: listen with https://, or name the proxy that ends TLS in 'proxies'";
        }

        if (options.Auth.HasTenants && !options.Auth.Required)
        {
            yield return "tokens are bound to topics ('auth:…:prefix') and 'auth:required' is off: whoever brings no token is bound to none";
        }

        if (options.Auth.Jwks is not null && options.Auth.Audience is null)
        {
            yield return "'auth:audience' is not set: tokens that the issuer made for other services are taken";
        }
    }
}
