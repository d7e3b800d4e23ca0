using System.Diagnostics;
using System.Text.Json;
using WsBroker.Broker.Publications;

namespace WsBroker.Protocols.Json;

/// <summary>Writes what a client is told of a publication.</summary>
public static class PublicationWriter
{
    /// <summary>Writes the members into the object that has been begun.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Publication publication)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(publication);
        json.WriteString("topic"u8, publication.Topic.Text);
        json.WriteNumber("offset"u8, publication.Offset);
        WriteContent(json, publication.Content);

        if (publication.Publisher.User is { } user)
        {
            json.WriteString("user"u8, user);
        }

        if (!publication.Publisher.Client.IsNone)
        {
            json.WriteString("client"u8, publication.Publisher.Client.ToString());
        }

        json.WriteNumber("at"u8, publication.At);
    }

    /// <summary>Writes a payload and its headers into the object that has been begun.</summary>
    public static void WriteContent(Utf8JsonWriter json, Content content)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(content);
        WritePayload(json, content);
        if (!content.Headers.IsEmpty)
        {
            json.WritePropertyName("headers"u8);
            json.WriteRawValue(content.Headers.Span, skipInputValidation: true);
        }
    }

    private static void WritePayload(Utf8JsonWriter json, Content content)
    {
        switch (content.Kind)
        {
            case PayloadKind.Json:
                json.WritePropertyName("data"u8);
                json.WriteRawValue(content.Payload.Span, skipInputValidation: true);
                break;
            case PayloadKind.Text:
                json.WriteString("text"u8, content.Payload.Span);
                break;
            case PayloadKind.Binary:
                json.WriteBase64String("base64"u8, content.Payload.Span);
                break;
            default:
                throw new UnreachableException(content.Kind.ToString());
        }
    }
}
