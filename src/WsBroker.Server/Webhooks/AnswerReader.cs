using System.Text.Json;
using System.Text.Unicode;
using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Webhooks;

/// <summary>Reads what a webhook answers: one JSON object, or nothing, which allows what was asked.</summary>
/// <remarks>A mutable class for one answer. Members that mean nothing here are left out.</remarks>
/// <param name="asked">When the question was asked.</param>
internal sealed class AnswerReader(DateTimeOffset asked)
{
    private const int MaxReasonLength = 255;

    /// <summary>As much as a client may say of itself.</summary>
    private const int MaxInfoBytes = 1024;

    private bool? _isAllowed;
    private int? _code;
    private string? _reason;
    private string? _user;
    private string _tenant = "";
    private DateTimeOffset _expires = DateTimeOffset.MaxValue;
    private Grants _publish = Grants.None;
    private Grants _subscribe = Grants.None;
    private ReadOnlyMemory<byte>? _info;

    /// <summary>Reads the answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="asked">When it was asked: whom the answer names has been so since then.</param>
    /// <param name="body">The answer.</param>
    /// <exception cref="WebhookException">It is none, and the message says what is wrong with it.</exception>
    public static HookAnswer Read(HookQuestion question, DateTimeOffset asked, byte[] body)
    {
        if (body.Length == 0)
        {
            return HookAnswer.Allowed.AsItIs;
        }

        if (!Utf8.IsValid(body))
        {
            throw new WebhookException("the answer is not valid UTF-8");
        }

        try
        {
            return new AnswerReader(asked).ReadObject(question, body);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            // How Utf8JsonReader tells of wrong syntax, of wrong types and of numbers out of range
            throw new WebhookException("the answer is not the JSON object that it must be");
        }
    }

    private HookAnswer ReadObject(HookQuestion question, byte[] body)
    {
        var json = new Utf8JsonReader(body);
        var content = new ContentReader();
        json.Read();
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            throw new WebhookException("the answer is not a JSON object");
        }

        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            if (question is HookQuestion.Publish && content.TryTake(ref json, body, out var problem))
            {
                Check(problem);
            }
            else
            {
                Take(ref json, body);
            }
        }

        json.Read();
        return _isAllowed switch
        {
            true => Allow(question, content),
            false => new HookAnswer.Denied(_code, _reason),
            null => throw new WebhookException("the answer has no 'allow'"),
        };
    }

    private void Take(ref Utf8JsonReader json, byte[] body)
    {
        var name = json.GetString();
        json.Read();
        switch (name)
        {
            case "allow":
                _isAllowed = json.GetBoolean();
                break;
            case "code":
                _code = json.GetInt32();
                break;
            case "reason":
                _reason = json.GetString() is { Length: <= MaxReasonLength } reason ? reason : throw new WebhookException("the answer's 'reason' is too long");
                break;
            case "user":
                _user = json.GetString();
                break;
            case "tenant":
                _tenant = json.GetString() is { } tenant && UserId.IsTenant(tenant) ? tenant : throw new WebhookException("the answer's 'tenant' is no beginning of topics");
                break;
            case "expires":
                _expires = DateTimeOffset.FromUnixTimeSeconds(json.GetInt64());
                break;
            case "publish":
                _publish = ReadGrants(ref json);
                break;
            case "subscribe":
                _subscribe = ReadGrants(ref json);
                break;
            case "info":
                _info = ReadInfo(ref json, body);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private HookAnswer.Allowed Allow(HookQuestion question, in ContentReader content) => question switch
    {
        HookQuestion.Connect => new HookAnswer.Allowed { Identity = ReadIdentity(), Info = _info },
        HookQuestion.Publish when content.Build(out _) is { } changed => new HookAnswer.Allowed { Content = changed },
        _ => HookAnswer.Allowed.AsItIs,
    };

    private Identity? ReadIdentity()
    {
        if (_user is null)
        {
            return null;
        }

        return UserId.TryParse(_user, _tenant, out var user)
            ? new Identity(user, _expires) { IssuedAt = asked, Publish = _publish, Subscribe = _subscribe }
            : throw new WebhookException("the answer's 'user' is empty, too long, or has control characters");
    }

    private static ReadOnlyMemory<byte> ReadInfo(ref Utf8JsonReader json, byte[] body)
    {
        var begin = (int)json.TokenStartIndex;
        json.Skip();
        var info = body.AsMemory(begin, (int)json.BytesConsumed - begin);
        return info.Length <= MaxInfoBytes ? info : throw new WebhookException("the answer's 'info' is too long");
    }

    private static Grants ReadGrants(ref Utf8JsonReader json)
    {
        var filters = new List<TopicFilter>();
        if (json.TokenType is not JsonTokenType.StartArray)
        {
            throw new WebhookException("the answer's 'publish' and 'subscribe' are arrays of topics or filters");
        }

        while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
        {
            filters.Add(TopicFilter.TryParse(json.GetString() ?? "", out var filter, out _)
                ? filter
                : throw new WebhookException("the answer's 'publish' and 'subscribe' are arrays of topics or filters"));
        }

        return new Grants(filters);
    }

    private static void Check(Problem? problem)
    {
        if (problem is { } wrong)
        {
            throw new WebhookException($"in the answer, {wrong.Detail}");
        }
    }
}
