using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>Writes what the broker tells a client as one JSON object.</summary>
internal static class EventWriter
{
    /// <summary>Appends the event. Deliveries and credit are not for here.</summary>
    public static void Write(IBufferWriter<byte> output, SessionEvent news, JsonProtocolOptions options)
    {
        var json = JsonOutput.Begin(output);
        switch (news)
        {
            case SessionEvent.Published published:
                WritePublished(json, published);
                break;
            case SessionEvent.Subscribed subscribed:
                WriteSubscribed(json, subscribed);
                break;
            case SessionEvent.Unsubscribed unsubscribed:
                WriteUnsubscribed(json, unsubscribed);
                break;
            case SessionEvent.SubscriptionEnded ended:
                WriteSubscriptionEnded(json, ended);
                break;
            case SessionEvent.Gap gap:
                WriteGap(json, gap.Topic, gap.From, gap.To, "slow"u8);
                break;
            case SessionEvent.TopicEnded ended:
                WriteGap(json, ended.Topic, ended.From, ended.To, "restarted"u8);
                break;
            case SessionEvent.HistoryRead history:
                WriteHistory(json, history);
                break;
            case SessionEvent.PresenceRead presence:
                WriteId(json, presence.Request);
                json.WriteStartObject("presence"u8);
                PresenceWriter.WriteMembers(json, presence);
                json.WriteEndObject();
                break;
            case SessionEvent.Refused refused:
                WriteRefused(json, refused);
                break;
            case SessionEvent.Connected connected:
                WriteConnected(json, connected, options);
                break;
            case SessionEvent.Refreshed refreshed:
                WriteRefreshed(json, refreshed);
                break;
            case SessionEvent.Draining draining:
                json.WriteStartObject("draining"u8);
                json.WriteNumber("reconnectAfterMs"u8, (long)draining.ReconnectAfter.TotalMilliseconds);
                json.WriteEndObject();
                break;
            case SessionEvent.Pong pong:
                WriteId(json, pong.Request);
                json.WriteStartObject("pong"u8);
                json.WriteEndObject();
                break;
            default:
                throw new UnreachableException(news.GetType().Name);
        }

        JsonOutput.End(json);
    }

    private static void WriteId(Utf8JsonWriter json, RequestId request)
    {
        if (!request.IsNone)
        {
            json.WritePropertyName("id"u8);
            json.WriteRawValue(request.Json.Span, skipInputValidation: true);
        }
    }

    private static void WritePublished(Utf8JsonWriter json, SessionEvent.Published news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("published"u8);
        json.WriteString("topic"u8, news.Topic.Text);
        json.WriteString("epoch"u8, news.Epoch);
        json.WriteNumber("offset"u8, news.Offset);
        if (news.IsDuplicate)
        {
            json.WriteBoolean("duplicate"u8, value: true);
        }

        json.WriteEndObject();
    }

    private static void WriteSubscribed(Utf8JsonWriter json, SessionEvent.Subscribed news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("subscribed"u8);
        json.WriteString("topic"u8, news.Filter.Text);
        if (news.Position is { } position)
        {
            json.WriteString("epoch"u8, position.Epoch);
            json.WriteNumber("offset"u8, position.Offset);
        }

        if (news.Recovered is { } recovered)
        {
            json.WriteBoolean("recovered"u8, recovered);
        }

        json.WriteEndObject();
    }

    private static void WriteUnsubscribed(Utf8JsonWriter json, SessionEvent.Unsubscribed news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("unsubscribed"u8);
        json.WriteString("topic"u8, news.Filter.Text);
        json.WriteEndObject();
    }

    private static void WriteSubscriptionEnded(Utf8JsonWriter json, SessionEvent.SubscriptionEnded news)
    {
        json.WriteStartObject("unsubscribed"u8);
        json.WriteString("topic"u8, news.Filter.Text);
        json.WriteNumber("code"u8, (int)news.Code);
        json.WriteString("reason"u8, news.Code.Describe());
        json.WriteEndObject();
    }

    private static void WriteGap(Utf8JsonWriter json, TopicName topic, long from, long to, ReadOnlySpan<byte> reason)
    {
        json.WriteStartObject("gap"u8);
        json.WriteString("topic"u8, topic.Text);
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter json, SessionEvent.HistoryRead news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("history"u8);
        HistoryWriter.WriteMembers(json, news);
        json.WriteEndObject();
    }

    private static void WriteRefused(Utf8JsonWriter json, SessionEvent.Refused news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, (int)news.Code);
        json.WriteString("message"u8, news.Detail ?? news.Code.Describe());
        json.WriteBoolean("retry"u8, news.Code.IsRetryable());
        if (news.RetryAfter > TimeSpan.Zero)
        {
            json.WriteNumber("retryAfterMs"u8, (long)Math.Ceiling(news.RetryAfter.TotalMilliseconds));
        }

        if (news.HookCode is { } code)
        {
            json.WriteNumber("hookCode"u8, code);
        }

        json.WriteEndObject();
    }

    private static void WriteResumed(Utf8JsonWriter json, IReadOnlyList<Command.Subscribe> subscriptions)
    {
        json.WriteStartArray("topics"u8);
        foreach (var subscription in subscriptions)
        {
            json.WriteStringValue(subscription.Filter.Text);
        }

        json.WriteEndArray();
    }

    private static void WriteRefreshed(Utf8JsonWriter json, SessionEvent.Refreshed news)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("refreshed"u8);
        json.WriteNumber("expires"u8, news.ExpiresAt.ToUnixTimeSeconds());
        json.WriteEndObject();
    }

    private static void WriteConnected(Utf8JsonWriter json, SessionEvent.Connected news, JsonProtocolOptions options)
    {
        WriteId(json, news.Request);
        json.WriteStartObject("connected"u8);
        json.WriteString("client"u8, news.Client.Client.ToString());
        json.WriteString("user"u8, news.Client.User);
        if (news.Client.Identity is { Expires: true } identity)
        {
            json.WriteNumber("expires"u8, identity.ExpiresAt.ToUnixTimeSeconds());
        }

        json.WriteString("node"u8, options.Node);
        json.WriteString("version"u8, options.Version);
        json.WriteNumber("ping"u8, (int)options.PingInterval.TotalSeconds);
        if (!news.Session.IsNone)
        {
            json.WriteString("session"u8, news.Session.Reveal());
        }

        if (news.Resumed is { } resumed)
        {
            json.WriteBoolean("resumed"u8, resumed);
            WriteResumed(json, news.Subscriptions);
        }

        json.WriteEndObject();
    }
}
