namespace WsBroker.Server.Options;

/// <summary>What must fit together among the options of <c>auth:</c>.</summary>
internal static class AuthCheck
{
    /// <summary>Gives the options back if they fit together.</summary>
    /// <param name="options">The options.</param>
    /// <param name="canProveOtherwise">Whether there is a way without tokens to prove who one is.</param>
    /// <exception cref="InvalidOptionsException">They do not.</exception>
    public static AuthOptions Check(AuthOptions options, bool canProveOtherwise)
    {
        if (options.Required && !options.HasKeys && !canProveOtherwise)
        {
            throw new InvalidOptionsException(
                "With auth:required nobody comes in without a token, and there is no key to verify one: set auth:keys:0:… or auth:jwks.");
        }

        if (options.Jwks is not null && options.Issuer is null)
        {
            throw new InvalidOptionsException("The keys of auth:jwks are those of an issuer: set auth:issuer to what its tokens say in 'iss'.");
        }

        CheckKeys(options.Keys);
        CheckIssuers(options);
        return options;
    }

    private static void CheckKeys(IReadOnlyList<AuthKeyOptions> keys)
    {
        if (keys.Any(static key => key == new AuthKeyOptions()))
        {
            throw new InvalidOptionsException("The keys of tokens are numbered from 0 without a gap: auth:keys:0:…, auth:keys:1:…");
        }

        if (keys.Count > 1 && keys.DistinctBy(static key => key.Id, StringComparer.Ordinal).Count() < keys.Count)
        {
            throw new InvalidOptionsException("Of several keys of tokens each has an id of its own: auth:keys:0:id, auth:keys:1:id …");
        }
    }

    private static void CheckIssuers(AuthOptions options)
    {
        if (options.Issuers.Any(static issuer => issuer.Issuer.Length == 0 || issuer.Jwks is null))
        {
            throw new InvalidOptionsException(
                "Further issuers are numbered from 0 without a gap, and each has a name and an address: auth:issuers:0:issuer, auth:issuers:0:jwks …");
        }

        if (options.Issuers.Count > 0 && options.Issuer is null)
        {
            throw new InvalidOptionsException("With several issuers the first one has a name too: set auth:issuer.");
        }

        var names = options.Issuers.Select(static issuer => issuer.Issuer).Append(options.Issuer).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            throw new InvalidOptionsException("Of several issuers each has a name of its own: auth:issuer, auth:issuers:0:issuer …");
        }
    }
}
