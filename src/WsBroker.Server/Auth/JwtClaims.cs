using System.Buffers;
using System.Text.Json;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>The claims that count (RFC 7519 §4.1, and <c>pub</c> and <c>subs</c> of our own); others are not looked at.</summary>
/// <remarks>Each stands once and has its type; a claim of the wrong type spoils the token, it is never passed over.</remarks>
internal sealed class JwtClaims
{
    /// <summary>The last second that a <see cref="DateTimeOffset"/> can tell.</summary>
    private static readonly double _lastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>No claim at all.</summary>
    public static JwtClaims None { get; } = new();

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

    // By the bytes, since each of a million clients comes with names that are always the same
    private bool TryTake(ref Utf8JsonReader reader) =>
        Is(ref reader, "iss"u8) ? Issuer is null && (Issuer = ReadText(ref reader)) is not null
        : Is(ref reader, "sub"u8) ? Subject is null && (Subject = ReadText(ref reader)) is not null
        : Is(ref reader, "jti"u8) ? TokenId is null && (TokenId = ReadText(ref reader)) is not null
        : Is(ref reader, "aud"u8) ? Audiences is null && (Audiences = ReadTexts(ref reader)) is not null
        : TryTakeBounds(ref reader);

    private bool TryTakeBounds(ref Utf8JsonReader reader) =>
        Is(ref reader, "exp"u8) ? ExpiresAt is null && (ExpiresAt = ReadTime(ref reader)) is not null
        : Is(ref reader, "nbf"u8) ? NotBefore is null && (NotBefore = ReadTime(ref reader)) is not null
        : Is(ref reader, "iat"u8) ? IssuedAt is null && (IssuedAt = ReadTime(ref reader)) is not null
        : Is(ref reader, "pub"u8) ? Publish is null && (Publish = ReadGrants(ref reader)) is not null
        : Is(ref reader, "subs"u8) ? Subscribe is null && (Subscribe = ReadGrants(ref reader)) is not null
        : Skip(ref reader);

    /// <summary>Whether a claim has this name; the reader is moved to its value then.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

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
        var filters = ArrayPool<char>.Shared.Rent(CompactToken.MaxLength);
        try
        {
            return TryReadLines(ref reader, filters, out var length) && Grants.TryParse(filters.AsSpan(0, length), out var grants) ? grants : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(filters);
        }
    }

    /// <summary>Reads one text or an array of texts, and writes each with a line feed behind it, of which it has none itself.</summary>
    private static bool TryReadLines(ref Utf8JsonReader reader, Span<char> lines, out int length)
    {
        length = 0;
        if (reader.TokenType is JsonTokenType.String)
        {
            return TryReadLine(ref reader, lines, ref length);
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.String)
        {
            if (!TryReadLine(ref reader, lines, ref length))
            {
                return false;
            }
        }

        return reader.TokenType is JsonTokenType.EndArray;
    }

    private static bool TryReadLine(ref Utf8JsonReader reader, Span<char> lines, ref int length)
    {
        var line = lines[length..];
        var end = reader.CopyString(line);
        line[end] = '\n';
        length += end + 1;
        return !line[..end].Contains('\n');
    }
}
