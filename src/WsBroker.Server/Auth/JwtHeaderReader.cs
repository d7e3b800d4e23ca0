using System.Buffers;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>Reads the headers of tokens, and remembers the last: nearly all tokens of an issuer begin alike. Thread-safe.</summary>
internal sealed class JwtHeaderReader
{
    private Known? _last;

    /// <summary>Reads a header in Base64url.</summary>
    /// <returns>What is wrong, or null.</returns>
    public TokenProblem? Read(ReadOnlySpan<char> encoded, out JwtHeader header)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && encoded.SequenceEqual(last.Encoded))
        {
            header = last.Header;
            return null;
        }

        var problem = Decode(encoded, out header);
        if (problem is null)
        {
            Volatile.Write(ref _last, new Known(encoded.ToString(), header));
        }

        return problem;
    }

    private static TokenProblem? Decode(ReadOnlySpan<char> encoded, out JwtHeader header)
    {
        header = default;
        var buffer = ArrayPool<byte>.Shared.Rent(CompactToken.MaxLength);
        try
        {
            return CompactToken.TryDecode(encoded, buffer, out var json) ?? JwtHeader.TryRead(json, out header);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed record Known(string Encoded, JwtHeader Header);
}
