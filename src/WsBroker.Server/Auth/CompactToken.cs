using System.Buffers;
using System.Buffers.Text;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>The three parts of a token (RFC 7515 §7.1), still encoded.</summary>
internal readonly ref struct CompactToken
{
    /// <summary>The longest token that is looked into, in characters.</summary>
    // What still fits into a header line, and far more than a list of some dozens of filters takes
    public const int MaxLength = 8 * 1024;

    private const int Dots = 2;
    private const int DotsOfEncrypted = 4;

    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private CompactToken(ReadOnlySpan<char> signed, int headerLength, ReadOnlySpan<char> signature)
    {
        Signed = signed;
        Header = signed[..headerLength];
        Claims = signed[(headerLength + 1)..];
        Signature = signature;
    }

    /// <summary>What the signature is made of: header and claims, with the dot between them.</summary>
    public ReadOnlySpan<char> Signed { get; }

    /// <summary>The header.</summary>
    public ReadOnlySpan<char> Header { get; }

    /// <summary>The claims.</summary>
    public ReadOnlySpan<char> Claims { get; }

    /// <summary>The signature.</summary>
    public ReadOnlySpan<char> Signature { get; }

    /// <summary>Finds the parts. Nothing is decoded: what is too long costs nothing more.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static TokenProblem? TrySplit(ReadOnlySpan<char> token, out CompactToken parts)
    {
        parts = default;
        if (token.Length > MaxLength)
        {
            return TokenProblem.TooLong;
        }

        var dots = token.Count('.');
        if (dots != Dots || token.ContainsAnyExcept(_allowed))
        {
            return dots == DotsOfEncrypted ? TokenProblem.Encrypted : TokenProblem.Malformed;
        }

        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (first == 0 || last == first + 1 || last == token.Length - 1)
        {
            return TokenProblem.Malformed;
        }

        parts = new CompactToken(token[..last], first, token[(last + 1)..]);
        return null;
    }

    /// <summary>Decodes a part into a buffer, which is as long as a token may be.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static TokenProblem? TryDecode(ReadOnlySpan<char> encoded, byte[] buffer, out ReadOnlySpan<byte> json)
    {
        var status = Base64Url.DecodeFromChars(encoded, buffer, out _, out var length);
        json = buffer.AsSpan(0, length);
        return status is OperationStatus.Done ? null : TokenProblem.Malformed;
    }
}
