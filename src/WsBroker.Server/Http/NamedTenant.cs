using WsBroker.Broker.Access;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>The tenant that a request to the HTTP API names, where it names a user.</summary>
internal static class NamedTenant
{
    /// <summary>Finds whose users are meant.</summary>
    /// <param name="key">The request's key.</param>
    /// <param name="named">What the request says; null if nothing.</param>
    /// <param name="refusal">Why that is nobody's, or not for the key.</param>
    /// <returns>Null if it is refused; empty for users of no tenant.</returns>
    public static string? Find(ApiKey key, string? named, out IResult? refusal)
    {
        refusal = null;
        if (named is { Length: > 0 } && !UserId.IsTenant(named))
        {
            refusal = Results.Problem(
                "'tenant' must be what a tenant's topics begin with, whole levels with a slash behind them, like acme/.", statusCode: StatusCodes.Status400BadRequest);
            return null;
        }

        var tenant = key.TenantOf(named);
        refusal = tenant is null ? Results.Problem("This API key is for the users of another tenant.", statusCode: StatusCodes.Status403Forbidden) : null;
        return tenant;
    }
}
