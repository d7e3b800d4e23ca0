using System.Diagnostics;
using System.Text.Json;
using WsBroker.Broker.Hooks;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Webhooks;

/// <summary>Writes what a webhook is told, as one JSON object.</summary>
internal static class EventsWriter
{
    /// <summary>The body of the request: all events, in their order.</summary>
    public static byte[] Write(IReadOnlyList<HookEvent> events)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("events"u8);
            foreach (var one in events)
            {
                Write(json, one);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Write(Utf8JsonWriter json, HookEvent one)
    {
        json.WriteStartObject();
        json.WriteString("event"u8, NameOf(one.What));
        json.WriteNumber("at"u8, one.At.ToUnixTimeMilliseconds());
        switch (one.What)
        {
            case HooksMessage.Connected news:
                PresenceWriter.WriteMembers(json, news.Client);
                break;
            case HooksMessage.Disconnected news:
                PresenceWriter.WriteMembers(json, news.Client);
                break;
            case HooksMessage.Occupied news:
                json.WriteString("topic"u8, news.Topic.Text);
                break;
            case HooksMessage.Vacated news:
                json.WriteString("topic"u8, news.Topic.Text);
                break;
            default:
                throw new UnreachableException(one.What.GetType().Name);
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(HooksMessage what) => what switch
    {
        HooksMessage.Connected => "connected"u8,
        HooksMessage.Disconnected => "disconnected"u8,
        HooksMessage.Occupied => "occupied"u8,
        HooksMessage.Vacated => "vacated"u8,
        _ => throw new UnreachableException(what.GetType().Name),
    };
}
