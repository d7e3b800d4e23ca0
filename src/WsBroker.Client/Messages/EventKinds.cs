using System.Text.Json;

namespace WsBroker.Client.Messages;

/// <summary>The names of the events.</summary>
internal static class EventKinds
{
    // The ones that come most often first
    private static readonly (EventKind Kind, string Name)[] _names =
    [
        (EventKind.Message, "message"),
        (EventKind.Published, "published"),
        (EventKind.Subscribed, "subscribed"),
        (EventKind.Unsubscribed, "unsubscribed"),
        (EventKind.Connected, "connected"),
        (EventKind.Error, "error"),
        (EventKind.History, "history"),
        (EventKind.Presence, "presence"),
        (EventKind.Joined, "joined"),
        (EventKind.Left, "left"),
        (EventKind.Gap, "gap"),
        (EventKind.Draining, "draining"),
        (EventKind.Refreshed, "refreshed"),
    ];

    /// <summary>The event that is named by the member that the reader is at.</summary>
    public static EventKind Find(ref Utf8JsonReader reader)
    {
        foreach (var (kind, name) in _names)
        {
            if (reader.ValueTextEquals(name))
            {
                return kind;
            }
        }

        return EventKind.Other;
    }
}
