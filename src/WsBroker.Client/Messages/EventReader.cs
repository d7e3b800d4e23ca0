using System.Text.Json;

namespace WsBroker.Client.Messages;

/// <summary>Reads what the server sends: one JSON object a message, one event among its members.</summary>
/// <remarks>
/// No document is built: the bytes are gone through once, and payloads are copied as they stand. Remembers the last
/// topic, so it belongs to one connection and so to one thread at a time.
/// </remarks>
internal sealed class EventReader
{
    private string? _usual;

    /// <summary>Reads one message.</summary>
    /// <param name="message">The whole message, valid UTF-8; not kept.</param>
    /// <returns>The event; <see cref="ServerEvent.Other"/> if it is none that a client makes use of.</returns>
    /// <exception cref="JsonException">
    /// The message is not a JSON object, or the event lacks a member or has a wrong one.
    /// </exception>
    public ServerEvent Read(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("the server's message is not a JSON object");
        }

        long? id = null;
        var kind = EventKind.Other;
        var body = new EventBody(_usual);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (EventKinds.Find(ref reader) is var found && found is not EventKind.Other)
            {
                kind = found;
                reader.Read();
                if (reader.TokenType is not JsonTokenType.StartObject)
                {
                    throw new JsonException("an event is an object");
                }

                body.Read(ref reader, message);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // The end of the text: what follows the object would be refused here
        reader.Read();
        _usual = body.Topic ?? _usual;
        return Build(kind, in body, id);
    }

    // Our ids are numbers; any other belongs to no request of ours
    private static long? ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : null;
    }

    private static ServerEvent Build(EventKind kind, in EventBody body, long? id) => kind switch
    {
        EventKind.Message => body.ToDelivered(),
        EventKind.Published => body.ToPublished(id),
        EventKind.Subscribed => body.ToSubscribed(id),
        EventKind.Unsubscribed => body.ToUnsubscribed(),
        EventKind.History => body.ToHistory(id),
        EventKind.Presence => body.ToPresence(id),
        EventKind.Joined => body.ToJoined(),
        EventKind.Left => body.ToLeft(),
        EventKind.Connected => body.ToConnected(id),
        EventKind.Error => body.ToRefused(id),
        EventKind.Gap => body.ToGap(),
        EventKind.Draining => body.ToDraining(),
        EventKind.Refreshed => body.ToRefreshed(id),
        EventKind.Other or _ => ServerEvent.Other.Instance,
    };
}
