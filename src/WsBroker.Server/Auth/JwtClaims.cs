using System.Text.Json;
using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Auth;

/// <summary>The claims that count (RFC 7519 §4.1, and <c>pub</c> and <c>subs</c> of our own); others are not looked at.</summary>
/// <remarks>Each stands once and has its type; a claim of the wrong type spoils the token, it is never passed over.</remarks>
internal sealed class JwtClaims
{
    /// <summary>The last second that a <see cref="DateTimeOffset"/> can tell.</summary>
    private static readonly double _lastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary><c>iss</c>: who made the token.</summary>
    public string? Issuer { get; private set; }

    /// <summary><c>sub</c>: whom it stands for.</summary>
    public string? Subject { get; private set; }

    /// <summary><c>jti</c>: its own name.</summary>
    public string? TokenId { get; private set; }

    /// <summary><c>aud</c>: whom it is for, one or several.</summary>
    public IReadOnlyList<string>? Audiences { get; private set; }

    /// <summary><c>exp</c>: when it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary><c>nbf</c>: when it begins.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary><c>iat</c>: when it was made.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary><c>pub</c>: what may be published to.</summary>
    public Grants? Publish { get; private set; }

    /// <summary><c>subs</c>: what may be subscribed to.</summary>
    public Grants? Subscribe { get; private set; }

    /// <summary>Reads the claims.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static TokenProblem? TryRead(ReadOnlySpan<byte> json, out JwtClaims claims)
    {
        claims = new JwtClaims();
        try
        {
            return claims.Read(json);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Not JSON; or half a surrogate pair, which Utf8JsonReader tells in this way
            return TokenProblem.Malformed;
        }
    }

    private TokenProblem? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return TokenProblem.Malformed;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!TryTake(ref reader))
            {
                return TokenProblem.InvalidClaim;
            }
        }

        // The end of the text: what follows the object would be refused here
        reader.Read();
        return null;
    }

    private bool TryTake(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        reader.Read();
        return name switch
        {
            "iss" => Issuer is null && (Issuer = ReadText(ref reader)) is not null,
            "sub" => Subject is null && (Subject = ReadText(ref reader)) is not null,
            "jti" => TokenId is null && (TokenId = ReadText(ref reader)) is not null,
            "aud" => Audiences is null && (Audiences = ReadTexts(ref reader)) is not null,
            "exp" => ExpiresAt is null && (ExpiresAt = ReadTime(ref reader)) is not null,
            "nbf" => NotBefore is null && (NotBefore = ReadTime(ref reader)) is not null,
            "iat" => IssuedAt is null && (IssuedAt = ReadTime(ref reader)) is not null,
            "pub" => Publish is null && (Publish = ReadGrants(ref reader)) is not null,
            "subs" => Subscribe is null && (Subscribe = ReadGrants(ref reader)) is not null,
            _ => Skip(ref reader),
        };
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    private static string? ReadText(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

    /// <summary>Seconds since 1970 (RFC 7519 §2), of which there may be parts; a part of a second is cut off.</summary>
    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var seconds) && seconds >= 0 && seconds <= _lastSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static List<string>? ReadTexts(ref Utf8JsonReader reader)
    {
        if (ReadText(ref reader) is { } single)
        {
            return [single];
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }

        var texts = new List<string>();
        while (reader.Read() && ReadText(ref reader) is { } text)
        {
            texts.Add(text);
        }

        return reader.TokenType is JsonTokenType.EndArray ? texts : null;
    }

    private static Grants? ReadGrants(ref Utf8JsonReader reader)
    {
        if (ReadTexts(ref reader) is not { } texts)
        {
            return null;
        }

        // An array, since it stays for as long as the connection does, and there is one for each
        var filters = new TopicFilter[texts.Count];
        for (var at = 0; at < filters.Length; at++)
        {
            if (!TopicFilter.TryParse(texts[at], out var filter, out _))
            {
                return null;
            }

            filters[at] = filter;
        }

        return filters.Length == 0 ? Grants.None : new Grants(filters);
    }
}
