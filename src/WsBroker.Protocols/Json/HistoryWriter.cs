using System.Text.Json;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>Writes a part of a topic's history, payloads byte for byte.</summary>
public static class HistoryWriter
{
    /// <summary>Writes the members of an object: the topic, where it stands, and the messages.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SessionEvent.HistoryRead history)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(history);
        json.WriteString("topic"u8, history.Topic.Text);
        json.WriteString("epoch"u8, history.Position.Epoch);
        json.WriteNumber("offset"u8, history.Position.Offset);
        json.WriteStartArray("messages"u8);
        foreach (var publication in history.Publications)
        {
            json.WriteStartObject();
            PublicationWriter.WriteMembers(json, publication);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
