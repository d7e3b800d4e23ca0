using WsBroker.Broker.Access;
using WsBroker.Server.Http.Bodies;

namespace WsBroker.Server.Http;

/// <summary>Reads what <c>POST /api/revoke</c> means.</summary>
internal static class RevokeRequestReader
{
    /// <summary>What the body must be, for people.</summary>
    public const string Allowed =
        "The body must be one JSON object with 'token', the jti of one token, or with 'user' and perhaps 'before', in whole seconds since 1970; and perhaps 'tenant'.";

    private static readonly long _lastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Finds out which tokens are meant.</summary>
    /// <param name="body">The body.</param>
    /// <param name="tenant">Whose token or user it is.</param>
    /// <param name="now">The time, before which the tokens of a user were made unless the body says otherwise.</param>
    /// <returns>Null if it means none, or says too much.</returns>
    public static Revocation? Read(RevokeBody body, string tenant, DateTimeOffset now)
    {
        if (body.Token is { Length: > 0 } token)
        {
            return body is { User: null, Before: null } ? new Revocation.OfToken(token, tenant) : null;
        }

        if (body is not { Token: null, User: { } user } || !UserId.TryParse(user, tenant, out var id))
        {
            return null;
        }

        // A token counts its time in whole seconds: one of this very second is meant too
        var before = body.Before ?? now.AddSeconds(1).ToUnixTimeSeconds();
        return before >= 0 && before <= _lastSecond ? new Revocation.OfUser(id, DateTimeOffset.FromUnixTimeSeconds(before)) : null;
    }
}
