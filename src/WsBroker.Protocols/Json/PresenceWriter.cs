using System.Diagnostics;
using System.Text.Json;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>Writes who is there, who comes and who goes.</summary>
public static class PresenceWriter
{
    /// <summary>Writes the members of an answer into the object that has been begun.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SessionEvent.PresenceRead answer)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(answer);
        json.WriteString("topic"u8, answer.Topic.Text);
        json.WriteNumber("count"u8, answer.Count);
        json.WriteStartArray("clients"u8);
        foreach (var client in answer.Clients)
        {
            json.WriteStartObject();
            WriteMembers(json, client);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes news into the object that has been begun.</summary>
    internal static void Write(Utf8JsonWriter json, PresenceNews news)
    {
        json.WriteStartObject(NameOf(news));
        json.WriteString("topic"u8, news.Topic.Text);
        switch (news)
        {
            case PresenceNews.Change change:
                WriteMembers(json, change.Client);
                break;
            case PresenceNews.Counted counted:
                json.WriteNumber("count"u8, counted.Count);
                break;
            default:
                throw new UnreachableException(news.GetType().Name);
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NameOf(PresenceNews news) => news switch
    {
        PresenceNews.Joined => "joined"u8,
        PresenceNews.Left => "left"u8,
        _ => "presence"u8,
    };

    /// <summary>Writes who a client is into the object that has been begun.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Participant client)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(client);
        json.WriteString("client"u8, client.Client.ToString());
        if (client.User is { } user)
        {
            json.WriteString("user"u8, user);
        }

        if (client.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }

        if (!client.Info.IsEmpty)
        {
            json.WritePropertyName("info"u8);
            json.WriteRawValue(client.Info.Span, skipInputValidation: true);
        }
    }
}
