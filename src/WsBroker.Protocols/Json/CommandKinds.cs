using System.Text.Json;

namespace WsBroker.Protocols.Json;

/// <summary>The names of the commands.</summary>
internal static class CommandKinds
{
    private static readonly (CommandKind Kind, string Name)[] _names =
    [
        (CommandKind.Publish, "publish"),
        (CommandKind.Subscribe, "subscribe"),
        (CommandKind.Unsubscribe, "unsubscribe"),
        (CommandKind.History, "history"),
        (CommandKind.Presence, "presence"),
        (CommandKind.Ping, "ping"),
        (CommandKind.Connect, "connect"),
        (CommandKind.Refresh, "refresh"),
    ];

    /// <summary>The command that is named by the member that the reader is at.</summary>
    public static CommandKind Find(ref Utf8JsonReader reader)
    {
        foreach (var (kind, name) in _names)
        {
            if (JsonText.Is(ref reader, name))
            {
                return kind;
            }
        }

        return CommandKind.Unknown;
    }

    /// <summary>How the command is called.</summary>
    public static string NameOf(CommandKind kind) => Array.Find(_names, known => known.Kind == kind).Name;
}
