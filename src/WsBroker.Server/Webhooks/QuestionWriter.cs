using System.Diagnostics;
using System.Text.Json;
using WsBroker.Broker.Hooks;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Webhooks;

/// <summary>Writes what a webhook is asked, as one JSON object.</summary>
internal static class QuestionWriter
{
    /// <summary>The body of the request.</summary>
    public static byte[] Write(HookQuestion question, DateTimeOffset at)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("event"u8, NameOf(question));
            json.WriteNumber("at"u8, at.ToUnixTimeMilliseconds());
            PresenceWriter.WriteMembers(json, question.Client);
            if (question.Client.Identity is { User.Tenant: { Length: > 0 } tenant })
            {
                json.WriteString("tenant"u8, tenant);
            }

            WriteWhat(json, question);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static string NameOf(HookQuestion question) => question switch
    {
        HookQuestion.Connect => "connect",
        HookQuestion.Subscribe => "subscribe",
        HookQuestion.Publish => "publish",
        _ => throw new UnreachableException(question.GetType().Name),
    };

    private static void WriteWhat(Utf8JsonWriter json, HookQuestion question)
    {
        if (question is HookQuestion.Subscribe subscribe)
        {
            json.WriteString("topic"u8, subscribe.Filter.Text);
        }
        else if (question is HookQuestion.Publish publish)
        {
            json.WriteString("topic"u8, publish.Topic.Text);
            PublicationWriter.WriteContent(json, publish.Content);
            if (publish.Content.Key is { } key)
            {
                json.WriteString("key"u8, key);
            }
        }
    }
}
