using System.Text.Json;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>What counts of a token's header; keys and addresses of keys in it do not, and are not looked at.</summary>
/// <param name="Algorithm">How it says that it is signed.</param>
/// <param name="KeyId">The key that it names, or null if it names none.</param>
internal readonly record struct JwtHeader(string Algorithm, string? KeyId)
{
    /// <summary>Reads the header.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static TokenProblem? TryRead(ReadOnlySpan<byte> json, out JwtHeader header)
    {
        header = default;
        try
        {
            return Read(json, out header);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Not JSON; or half a surrogate pair, which Utf8JsonReader tells in this way
            return TokenProblem.Malformed;
        }
    }

    private static TokenProblem? Read(ReadOnlySpan<byte> json, out JwtHeader header)
    {
        header = default;
        string? algorithm = null;
        string? keyId = null;
        TokenProblem? problem = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return TokenProblem.Malformed;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("alg"u8))
            {
                problem ??= TakeText(ref reader, ref algorithm);
            }
            else if (reader.ValueTextEquals("kid"u8))
            {
                problem ??= TakeText(ref reader, ref keyId);
            }
            else
            {
                problem ??= reader.ValueTextEquals("crit"u8) ? TokenProblem.UnknownExtension : null;
                reader.Read();
                reader.Skip();
            }
        }

        reader.Read();
        header = new JwtHeader(algorithm ?? "", keyId);
        return problem ?? (algorithm is null ? TokenProblem.Malformed : null);
    }

    private static TokenProblem? TakeText(ref Utf8JsonReader reader, ref string? text)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.String || text is not null)
        {
            reader.Skip();
            return TokenProblem.Malformed;
        }

        text = reader.GetString();
        return null;
    }
}
