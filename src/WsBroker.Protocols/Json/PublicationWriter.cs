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
        WritePayload(json, publication.Content);
        if (!publication.Content.Headers.IsEmpty)
        {
            json.WritePropertyName("headers"u8);
            json.WriteRawValue(publication.Content.Headers.Span, skipInputValidation: true);
        }

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
