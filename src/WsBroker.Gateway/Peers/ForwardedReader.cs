using System.Buffers;
using System.Net;
using System.Text;

namespace WsBroker.Gateway.Peers;

/// <summary>Reads the header <c>Forwarded</c> (RFC 7239 §4): hops, the client's first.</summary>
/// <remarks>Every character is looked at once.</remarks>
internal ref struct ForwardedReader
{
    private static readonly SearchValues<char> _tokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private ReadOnlySpan<char> _rest;

    private ForwardedReader(ReadOnlySpan<char> value) => _rest = value;

    /// <summary>Reads all hops, or none if any of it is malformed: then it can't be said where a hop begins.</summary>
    public static List<Hop> Read(string value)
    {
        var reader = new ForwardedReader(value);
        var hops = new List<Hop>();
        while (true)
        {
            if (!reader.TryReadHop(out var hop))
            {
                return [];
            }

            if (hop is { } told)
            {
                hops.Add(told);
            }

            if (reader._rest.IsEmpty)
            {
                return hops;
            }

            reader._rest = reader._rest[1..];
        }
    }

    // Up to the comma or the end; null for an element of the list that is empty
    private bool TryReadHop(out Hop? hop)
    {
        (IPAddress? address, string? scheme, string? host, var isEmpty) = (null, null, null, true);
        for (hop = null; ; _rest = _rest[1..])
        {
            SkipSpace();
            if (!AtEnd(';'))
            {
                if (!TryReadPair(out var name, out var value))
                {
                    return false;
                }

                isEmpty = false;
                address = Is(name, "for") ? NodeName.Parse(value) : address;
                scheme = Is(name, "proto") ? NodeName.ParseScheme(value) : scheme;
                host = Is(name, "host") ? value : host;
                SkipSpace();
            }

            if (!_rest.StartsWith(';'))
            {
                hop = isEmpty ? null : new Hop(address, scheme, host);
                return AtEnd(',');
            }
        }
    }

    private bool TryReadPair(out ReadOnlySpan<char> name, out string value)
    {
        value = "";
        return TryReadToken(out name) && TrySkip('=')
            && (_rest.StartsWith('"') ? TryReadQuoted(out value) : TryReadToken(out var token) && (value = token.ToString()) is not null);
    }

    private bool TryReadToken(out ReadOnlySpan<char> token)
    {
        var end = _rest.IndexOfAnyExcept(_tokenCharacters);
        token = end < 0 ? _rest : _rest[..end];
        _rest = _rest[token.Length..];
        return !token.IsEmpty;
    }

    private bool TryReadQuoted(out string value)
    {
        var text = new StringBuilder();
        for (var at = 1; at < _rest.Length; at++)
        {
            if (_rest[at] == '"')
            {
                _rest = _rest[(at + 1)..];
                value = text.ToString();
                return true;
            }

            // A backslash stands for the character behind it
            at += _rest[at] == '\\' ? 1 : 0;
            text.Append(_rest[Math.Min(at, _rest.Length - 1)]);
        }

        value = "";
        return false;
    }

    private bool TrySkip(char expected)
    {
        var isThere = _rest.StartsWith(expected);
        _rest = isThere ? _rest[1..] : _rest;
        return isThere;
    }

    private void SkipSpace() => _rest = _rest.TrimStart(" \t");

    private readonly bool AtEnd(char orHere) => _rest.IsEmpty || _rest[0] == ',' || _rest[0] == orHere;

    private static bool Is(ReadOnlySpan<char> name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
