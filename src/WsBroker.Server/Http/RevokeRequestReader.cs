using System.Text.Json;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Http;

/// <summary>Reads the body of <c>POST /api/revoke</c>.</summary>
internal static class RevokeRequestReader
{
    private const string Allowed =
        "The body must be one JSON object with 'token', the jti of one token, or with 'user' and perhaps 'before', in seconds since 1970; 'tenant' is one that the API key is for.";

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the one JSON object.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="tenantOf">Whose token or user is meant when the body names this tenant, or none; null if the API key is not for that.</param>
    /// <param name="now">The time, before which the tokens of a user were made unless the body says otherwise.</param>
    /// <param name="problem">What is wrong with it, for people.</param>
    /// <returns>Null if something is wrong.</returns>
    public static Revocation? Read(ReadOnlyMemory<byte> body, Func<string?, string?> tenantOf, DateTimeOffset now, out string problem)
    {
        problem = Allowed;
        try
        {
            using var document = JsonDocument.Parse(body, _strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? Read(document.RootElement, tenantOf(TextOf(document.RootElement, "tenant")), now) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Not JSON; or a string with half a surrogate pair
            return null;
        }
    }

    private static Revocation? Read(JsonElement root, string? tenant, DateTimeOffset now)
    {
        if (tenant is null)
        {
            return null;
        }

        var (token, user) = (TextOf(root, "token"), TextOf(root, "user"));
        var hasBefore = root.TryGetProperty("before", out var before);
        if (token is { Length: > 0 })
        {
            return user is null && !hasBefore ? new Revocation.OfToken(token, tenant) : null;
        }

        if (user is null || !UserId.TryParse(user, tenant, out var id))
        {
            return null;
        }

        // A token counts its time in whole seconds: one of this very second is meant too
        var moment = hasBefore ? TimeOf(before) : now.AddSeconds(1);
        return moment is { } at ? new Revocation.OfUser(id, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds())) : null;
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? TimeOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
