using System.Globalization;
using WsBroker.Gateway.Origins;

namespace WsBroker.Server.Options;

/// <summary>Settings that an operator should know to be insecure.</summary>
internal static class InsecureSettings
{
    /// <summary>A sentence for each that is in effect.</summary>
    public static IEnumerable<string> Find(ServerOptions options) =>
        [.. OfConnections(options), .. OfSecretsInPlainText(options), .. OfTokens(options.Auth), .. OfWebhooks(options.Webhooks)];

    private static IEnumerable<string> OfConnections(ServerOptions options)
    {
        var reachable = options.Listen.FirstOrDefault(static address => !address.IsLoopback);
        if (options.Insecure && !options.IsGuarded)
        {
            yield return reachable is null
                ? "'insecure' is on: as soon as it listens beyond this machine, whoever can reach it may do everything"
                : $"'insecure' is on: whoever can reach {reachable} may do everything that rules do not keep from everybody";
        }

        if (options.Echo && reachable is not null && !options.Insecure && !options.Auth.Required)
        {
            yield return $"'echo' is on: whoever can reach {reachable} may use it, since it needs no topic and no back end is asked";
        }

        if (options.Origins.Contains(OriginRule.Any))
        {
            yield return "'origins' has '*': any web page may connect with what its visitor's browser can reach";
        }

        if (options.Proxies.Any(static proxy => proxy.PrefixLength == 0))
        {
            yield return "'proxies' has all addresses: whoever connects may say that it is somebody else";
        }
    }

    private static IEnumerable<string> OfSecretsInPlainText(ServerOptions options)
    {
        var plain = options.Listen.FirstOrDefault(static address => !address.IsLoopback && !address.IsTls);
        if (plain is null || options.Proxies.Count > 0)
        {
            yield break;
        }

        const string Remedy = "without encryption: listen with https://, or name the proxy that ends TLS in 'proxies'";
        if (options.Auth.HasKeys)
        {
            yield return $"tokens reach {plain} {Remedy}";
        }

        if (options.ApiKeys.Count > 0)
        {
            yield return $"API keys reach {plain} {Remedy}";
        }
    }

    private static IEnumerable<string> OfTokens(AuthOptions auth)
    {
        if (auth.HasTenants && !auth.Required)
        {
            yield return "tokens are bound to topics ('auth:…:prefix') and 'auth:required' is off: whoever brings no token is bound to none";
        }

        if (auth.Jwks is not null && auth.Audience is null)
        {
            yield return "'auth:audience' is not set: tokens that the issuer made for other services are taken";
        }

        foreach (var (at, _) in auth.Issuers.Index().Where(static one => one.Item.Audience is null))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"'auth:issuers:{at}:audience' is not set: tokens that this issuer made for other services are taken");
        }
    }

    private static IEnumerable<string> OfWebhooks(WebhookOptions webhooks)
    {
        if (webhooks.FailsOpen && (webhooks.Connect ?? webhooks.Subscribe ?? webhooks.Publish) is not null)
        {
            yield return "'webhooks:fail' is open: while a webhook cannot be asked, clients may do what it would not allow";
        }
    }
}
