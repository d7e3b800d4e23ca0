using System.Globalization;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Raw;

/// <summary>What the query of a raw connection's address asks for.</summary>
/// <param name="Mode"><c>mode=both|sub|pub</c>.</param>
/// <param name="Echo"><c>echo=true|false</c>: whether the client wants its own messages back.</param>
/// <param name="Last"><c>last=N</c>: begin with so many of the history.</param>
internal sealed record RawQuery(RawMode Mode, bool Echo, int Last)
{
    private const int MaxLast = 1_000_000;

    private static readonly RawQuery _default = new(RawMode.Both, Echo: false, Last: 0);

    /// <summary>What most subscribers ask for: one instance for all of them.</summary>
    private static readonly RawQuery _justSub = _default with { Mode = RawMode.Sub };

    /// <summary>Where the subscription begins.</summary>
    public StartAt Start => Last > 0 ? new StartAt.Last(Last) : StartAt.Now.Instance;

    /// <summary>Reads the query; parameters that are not known are left to others.</summary>
    /// <returns>Null if a value is not allowed, and then the sentence that says so.</returns>
    public static RawQuery? Read(string query, out string problem)
    {
        if (query is "mode=sub")
        {
            problem = "";
            return _justSub;
        }

        var read = _default;
        foreach (var part in query.AsSpan().Split('&'))
        {
            var parameter = query.AsSpan()[part];
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals];
            var value = equals < 0 ? default : parameter[(equals + 1)..];
            if (!read.TrySet(name, value, out read, out problem))
            {
                return null;
            }
        }

        problem = "";
        return read;
    }

    private bool TrySet(ReadOnlySpan<char> name, ReadOnlySpan<char> value, out RawQuery changed, out string problem)
    {
        changed = this;
        problem = "";
        switch (name)
        {
            case "mode":
                problem = "mode is one of both, sub, pub";
                changed = value switch
                {
                    "both" => this with { Mode = RawMode.Both },
                    "sub" => this with { Mode = RawMode.Sub },
                    "pub" => this with { Mode = RawMode.Pub },
                    _ => this,
                };
                return value is "both" or "sub" or "pub";
            case "echo":
                problem = "echo is true or false";
                changed = this with { Echo = value is "true" };
                return value is "true" or "false";
            case "last":
                problem = string.Create(CultureInfo.InvariantCulture, $"last is a number from 0 to {MaxLast}");
                var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
                changed = this with { Last = last };
                return isNumber && last <= MaxLast;
            default:
                return true;
        }
    }
}
