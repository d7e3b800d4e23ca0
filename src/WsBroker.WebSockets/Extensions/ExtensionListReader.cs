using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Extensions;

/// <summary>Reads the value of Sec-WebSocket-Extensions (RFC 6455 §9.1) from left to right, each character once.</summary>
/// <remarks>
/// Call <see cref="TryReadName"/>, then <see cref="TryReadParameter"/> until it answers false, and so on. Once
/// <see cref="IsMalformed"/>, nothing more is read. Empty places in the list are passed over (RFC 9110 §5.6.1.2).
/// </remarks>
/// <param name="text">All header lines, a comma between them.</param>
internal ref struct ExtensionListReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Whether the text breaks the grammar, as far as it has been read.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether the whole text keeps the grammar.</summary>
    public static bool IsWellFormed(string text)
    {
        var reader = new ExtensionListReader(text);
        while (reader.TryReadName(out _))
        {
            reader.SkipParameters();
        }

        return !reader.IsMalformed;
    }

    /// <summary>Reads the name of the next extension; all parameters of the last one have been read.</summary>
    public bool TryReadName(out ReadOnlySpan<char> name)
    {
        name = default;
        _rest = IsMalformed ? [] : _rest.TrimStart(" \t,");
        return !_rest.IsEmpty && TryReadToken(out name) && IsAtDelimiter();
    }

    /// <summary>Reads the next parameter of the extension whose name was read last.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value, without quotes; empty if it has none, which a value never is.</param>
    public bool TryReadParameter(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        if (IsMalformed || !TrySkip(';'))
        {
            return false;
        }

        _rest = _rest.TrimStart(" \t");
        if (!TryReadToken(out name))
        {
            return false;
        }

        _rest = _rest.TrimStart(" \t");
        return (!TrySkip('=') || TryReadValue(out value)) && IsAtDelimiter();
    }

    /// <summary>Passes over the parameters that are left.</summary>
    public void SkipParameters()
    {
        while (TryReadParameter(out _, out _))
        {
            // Only their grammar matters
        }
    }

    private bool TryReadValue(out ReadOnlySpan<char> value)
    {
        _rest = _rest.TrimStart(" \t");
        return _rest.StartsWith('"') ? TryReadQuoted(out value) : TryReadToken(out value);
    }

    // A quoted value must be a token once its quotes and backslashes are gone (RFC 6455 §9.1)
    private bool TryReadQuoted(out ReadOnlySpan<char> value)
    {
        var unquoted = default(StringBuilder);
        value = default;
        for (_rest = _rest[1..]; ; _rest = _rest[2..])
        {
            var end = _rest.IndexOfAny('"', '\\');
            if (end < 0 || (_rest[end] is '\\' && end + 1 == _rest.Length))
            {
                return Fail();
            }

            var part = _rest[..end];
            _rest = _rest[end..];
            if (_rest[0] is '"')
            {
                value = unquoted is null ? part : unquoted.Append(part).ToString();
                _rest = _rest[1..];
                return HttpSyntax.IsToken(value) || Fail();
            }

            (unquoted ??= new StringBuilder()).Append(part).Append(_rest[1]);
        }
    }

    private bool TryReadToken(out ReadOnlySpan<char> token)
    {
        var length = HttpSyntax.TokenLength(_rest);
        token = _rest[..length];
        _rest = _rest[length..];
        return length > 0 || Fail();
    }

    private bool IsAtDelimiter()
    {
        _rest = _rest.TrimStart(" \t");
        return _rest.IsEmpty || _rest[0] is ',' or ';' || Fail();
    }

    private bool TrySkip(char delimiter)
    {
        var isThere = _rest.StartsWith(delimiter);
        _rest = isThere ? _rest[1..] : _rest;
        return isThere;
    }

    private bool Fail()
    {
        IsMalformed = true;
        return false;
    }
}
