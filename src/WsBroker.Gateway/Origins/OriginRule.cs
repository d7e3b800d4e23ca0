using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Gateway.Origins;

/// <summary>One entry of the list of origins that may connect.</summary>
/// <remarks>
/// <c>https://app.example.com</c> is that origin; <c>https://*.example.com</c> are all hosts below that domain, at any depth, and not
/// the domain itself; <c>*</c> is every page there is. Scheme and port count: without a port it is the scheme's own. Immutable.
/// </remarks>
public sealed record OriginRule
{
    private const string Wildcard = "*";
    private const string HostWildcard = "://*.";

    private readonly Origin _origin;
    private readonly bool _isDomain;

    private OriginRule(Origin origin, bool isDomain)
    {
        _origin = origin;
        _isDomain = isDomain;
    }

    /// <summary>The entry <c>*</c>.</summary>
    public static OriginRule Any { get; } = new(default, isDomain: false);

    /// <summary>Takes an entry as it is written.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OriginRule? rule)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isDomain = text.Contains(HostWildcard, StringComparison.Ordinal);
        rule = text is Wildcard ? Any : null;
        if (rule is null && Origin.TryParse(text.Replace(HostWildcard, "://", StringComparison.Ordinal), out var origin))
        {
            rule = new OriginRule(origin, isDomain);
        }

        return rule is not null;
    }

    /// <summary>Whether pages of this origin may connect.</summary>
    public bool Allows(Origin page) => this == Any || (_isDomain ? IsBelow(page) : page == _origin);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = this == Any ? Wildcard : _origin.ToString();
        return _isDomain ? text.Replace("://", HostWildcard, StringComparison.Ordinal) : text;
    }

    private bool IsBelow(Origin page) =>
        page.Port == _origin.Port
        && string.Equals(page.Scheme, _origin.Scheme, StringComparison.Ordinal)
        && page.Host.EndsWith($".{_origin.Host}", StringComparison.Ordinal);
}
