namespace WsBroker.TestKit;

/// <summary>An event as a browser gives it to its listeners.</summary>
/// <param name="LastEventId">What the browser would give back now.</param>
/// <param name="Name">What listeners call it.</param>
/// <param name="Data">Its lines, joined.</param>
public sealed record SentEvent(string LastEventId, string Name, string Data)
{
    /// <summary>Reads a body as WHATWG HTML §9.2.6 says; what follows the last empty line is not there yet.</summary>
    public static IReadOnlyList<SentEvent> ReadAll(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var events = new List<SentEvent>();
        var (id, name, data) = ("", "", (string?)null);
        var lines = body.ReplaceLineEndings("\n").Split('\n');
        foreach (var line in lines[..^1])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            switch (field)
            {
                case "" when colon < 0:
                    if (data is not null)
                    {
                        events.Add(new SentEvent(id, name.Length == 0 ? "message" : name, data));
                    }

                    (name, data) = ("", null);
                    break;
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    data = data is null ? value : $"{data}\n{value}";
                    break;
                default:
                    break;
            }
        }

        return events;
    }
}
