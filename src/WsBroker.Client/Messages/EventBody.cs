using System.Text.Json;

namespace WsBroker.Client.Messages;

/// <summary>
/// The members that events have, gathered from one object; which of them count is the event's choice.
/// </summary>
/// <param name="usual">A topic that is likely to be meant; its name is then not made anew.</param>
internal ref struct EventBody(string? usual)
{
    private string? _topic;
    private string? _epoch;
    private string? _reason;
    private string? _message;
    private string? _user;
    private string? _client;
    private byte[]? _payload;
    private byte[]? _headers;
    private PayloadKind _kind;
    private long _offset;
    private long _from;
    private long _to;
    private long _at;
    private long _reconnectAfterMs;
    private long _retryAfterMs;
    private long? _expires;
    private int? _code;
    private bool? _recovered;
    private bool _retry;
    private string? _name;
    private byte[]? _info;
    private string? _session;
    private bool _resumed;
    private long _count;
    private List<string>? _topics;
    private List<WsBrokerMessage>? _messages;
    private List<PresentClient>? _clients;

    private readonly DateTimeOffset? TokenEnds =>
        _expires is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds())) : null;

    /// <summary>The topic, if there was one.</summary>
    public readonly string? Topic => _topic;

    /// <summary>Reads the object that the reader is at the start of.</summary>
    /// <exception cref="JsonException">It is not JSON, or a member is not of its type.</exception>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!TryTakePayload(ref reader, source)
                && !TryTakeText(ref reader)
                && !TryTakeNumber(ref reader)
                && !TryTakeOfClient(ref reader, source)
                && !TryTakeList(ref reader, source))
            {
                TakeRest(ref reader);
            }
        }
    }

    /// <summary>A publication.</summary>
    public readonly ServerEvent ToDelivered() => new ServerEvent.Delivered(ToMessage());

    /// <summary>An acknowledgement.</summary>
    public readonly ServerEvent ToPublished(long? id) =>
        new ServerEvent.Published(Required(id), new TopicPosition(Required(_epoch, "epoch"), _offset));

    /// <summary>A subscription.</summary>
    public readonly ServerEvent ToSubscribed(long? id) => new ServerEvent.Subscribed(
        id, Required(_topic, "topic"), _epoch is null ? null : new TopicPosition(_epoch, _offset), _recovered);

    /// <summary>
    /// The end of a subscription: by the server if there is a code, else an answer that nobody awaits.
    /// </summary>
    public readonly ServerEvent ToUnsubscribed() => _code is { } code
        ? new ServerEvent.Unsubscribed(Required(_topic, "topic"), code, _reason ?? "the server ended the subscription")
        : ServerEvent.Other.Instance;

    /// <summary>The greeting.</summary>
    public readonly ServerEvent ToConnected(long? id) => new ServerEvent.Connected(Required(id), _client)
    {
        Session = _session,
        TokenEnds = TokenEnds,
        Resumed = _resumed ? _topics ?? [] : null,
    };

    /// <summary>A new token; an answer that nobody awaits if there is no id of ours.</summary>
    public readonly ServerEvent ToRefreshed(long? id) => id is { } request ? new ServerEvent.Refreshed(request, TokenEnds) : ServerEvent.Other.Instance;

    /// <summary>A part of a topic's history; an answer that nobody awaits if there is no id of ours.</summary>
    public readonly ServerEvent ToHistory(long? id)
    {
        if (id is not { } request)
        {
            return ServerEvent.Other.Instance;
        }

        var top = new TopicPosition(Required(_epoch, "epoch"), _offset);
        var messages = Required(_messages, "messages");
        messages.ForEach(message => message.Epoch = top.Epoch);
        return new ServerEvent.HistoryRead(request, new HistoryPage(top, messages));
    }

    /// <summary>Who is there: an answer if there is an id, else only how many.</summary>
    public readonly ServerEvent ToPresence(long? id) => id is { } request
        ? new ServerEvent.PresenceRead(request, new TopicPresence(Required(_topic, "topic"), _count, Required(_clients, "clients")))
        : new ServerEvent.PresenceCounted(Required(_topic, "topic"), _count);

    /// <summary>A client has come.</summary>
    public readonly ServerEvent ToJoined() => new ServerEvent.Joined(Required(_topic, "topic"), ToClient());

    /// <summary>A client has gone.</summary>
    public readonly ServerEvent ToLeft() => new ServerEvent.Left(Required(_topic, "topic"), ToClient());

    /// <summary>An error.</summary>
    public readonly ServerEvent ToRefused(long? id) =>
        new ServerEvent.Refused(id, _code ?? 0, _message ?? "the server refused the request", _retry) { RetryAfter = ToPause(_retryAfterMs) };

    /// <summary>A gap.</summary>
    public readonly ServerEvent ToGap() => new ServerEvent.Gap(Required(_topic, "topic"), _from, _to, _reason);

    /// <summary>A warning that the server goes down.</summary>
    public readonly ServerEvent ToDraining() =>
        new ServerEvent.Draining(ToPause(_reconnectAfterMs));

    // No longer than an hour, whatever a server says
    private static TimeSpan ToPause(long milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 3_600_000));

    private readonly WsBrokerMessage ToMessage() => new()
    {
        Topic = Required(_topic, "topic"),
        Offset = _offset,
        Kind = _kind,
        Payload = Required(_payload, "payload"),
        Headers = _headers,
        User = _user,
        Client = _client,
        At = DateTimeOffset.FromUnixTimeMilliseconds(_at),
    };

    private readonly PresentClient ToClient() =>
        new(Required(_client, "client")) { User = _user, Name = _name, Info = _info };

    private static long Required(long? id) => id ?? throw new JsonException("'id' is missing");

    private static TValue Required<TValue>(TValue? value, string member)
        where TValue : class => value ?? throw new JsonException($"'{member}' is missing");

    private bool TryTakePayload(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (reader.ValueTextEquals("data"u8))
        {
            _kind = PayloadKind.Json;
            _payload = JsonValues.CopyValue(ref reader, source);
        }
        else if (reader.ValueTextEquals("text"u8))
        {
            _kind = PayloadKind.Text;
            _payload = JsonValues.ReadUtf8(ref reader);
        }
        else if (reader.ValueTextEquals("base64"u8))
        {
            _kind = PayloadKind.Binary;
            _payload = JsonValues.ReadBase64(ref reader);
        }
        else if (reader.ValueTextEquals("headers"u8))
        {
            _headers = JsonValues.CopyValue(ref reader, source);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryTakeText(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("topic"u8))
        {
            _topic = JsonValues.ReadString(ref reader, usual);
        }
        else if (reader.ValueTextEquals("client"u8))
        {
            _client = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("user"u8))
        {
            _user = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("epoch"u8))
        {
            _epoch = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("reason"u8))
        {
            _reason = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("message"u8))
        {
            _message = JsonValues.ReadString(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryTakeNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("offset"u8))
        {
            _offset = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            _at = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("count"u8))
        {
            _count = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("from"u8))
        {
            _from = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("to"u8))
        {
            _to = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("expires"u8))
        {
            _expires = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("reconnectAfterMs"u8))
        {
            _reconnectAfterMs = JsonValues.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("retryAfterMs"u8))
        {
            _retryAfterMs = JsonValues.ReadInteger(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryTakeOfClient(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (reader.ValueTextEquals("name"u8))
        {
            _name = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("info"u8))
        {
            _info = JsonValues.CopyValue(ref reader, source);
        }
        else if (reader.ValueTextEquals("session"u8))
        {
            _session = JsonValues.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("resumed"u8))
        {
            _resumed = JsonValues.ReadBoolean(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryTakeList(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (reader.ValueTextEquals("messages"u8))
        {
            _messages = [];
            for (JsonValues.BeginArray(ref reader); JsonValues.NextObject(ref reader);)
            {
                _messages.Add(ReadElement(ref reader, source).ToMessage());
            }
        }
        else if (reader.ValueTextEquals("clients"u8))
        {
            _clients = [];
            for (JsonValues.BeginArray(ref reader); JsonValues.NextObject(ref reader);)
            {
                _clients.Add(ReadElement(ref reader, source).ToClient());
            }
        }
        else if (reader.ValueTextEquals("topics"u8))
        {
            _topics = JsonValues.ReadStrings(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private readonly EventBody ReadElement(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var element = new EventBody(_topic ?? usual);
        element.Read(ref reader, source);
        return element;
    }

    private void TakeRest(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("code"u8))
        {
            _code = (int)Math.Clamp(JsonValues.ReadInteger(ref reader), 0, int.MaxValue);
        }
        else if (reader.ValueTextEquals("recovered"u8))
        {
            _recovered = JsonValues.ReadBoolean(ref reader);
        }
        else if (reader.ValueTextEquals("retry"u8))
        {
            _retry = JsonValues.ReadBoolean(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }
}
