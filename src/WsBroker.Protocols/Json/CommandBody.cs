using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>The members that commands about topics have, gathered from one object; which of them count is the command's choice.</summary>
internal ref struct CommandBody
{
    private const int MaxCount = 1_000_000;

    /// <summary>What a history request gets that says nothing of how many.</summary>
    private const int UsualCount = 100;

    private ContentReader _content;
    private TopicName? _topic;
    private string? _filter;
    private TopicPosition? _recover;
    private int? _last;
    private long? _after;
    private long? _before;
    private bool? _echo;
    private bool? _presence;

    /// <summary>Reads the object that the reader is at the start of.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public Problem? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> message, TopicName? usual)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!_content.TryTake(ref reader, message, out var problem))
            {
                problem = TakeMember(ref reader, usual);
            }

            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Makes the command, or tells what it lacks.</summary>
    public readonly Command? Build(CommandKind kind, out Problem? problem)
    {
        problem = null;
        return kind switch
        {
            CommandKind.Ping => new Command.Ping(default),
            CommandKind.Publish => BuildPublish(out problem),
            CommandKind.Subscribe => BuildSubscribe(out problem),
            CommandKind.Unsubscribe => ParseFilter(out problem) is { } filter
                ? new Command.Unsubscribe(default, filter)
                : null,
            CommandKind.History => BuildHistory(out problem),
            CommandKind.Presence => ParseTopic(out problem) is { } topic ? new Command.ReadPresence(default, topic) : null,
            CommandKind.Connect or CommandKind.Refresh or CommandKind.Unknown or _ => throw new UnreachableException(kind.ToString()),
        };
    }

    private Problem? TakeMember(ref Utf8JsonReader reader, TopicName? usual)
    {
        if (JsonText.Is(ref reader, "topic"u8))
        {
            return TakeTopic(ref reader, usual);
        }

        if (JsonText.Is(ref reader, "echo"u8))
        {
            return _echo is null ? TakeFlag(ref reader, "echo", out _echo) : Problem.Duplicate("echo");
        }

        if (JsonText.Is(ref reader, "presence"u8))
        {
            return _presence is null ? TakeFlag(ref reader, "presence", out _presence) : Problem.Duplicate("presence");
        }

        if (JsonText.Is(ref reader, "last"u8))
        {
            return _last is null ? TakeLast(ref reader) : Problem.Duplicate("last");
        }

        if (JsonText.Is(ref reader, "after"u8))
        {
            return _after is null ? TakeOffset(ref reader, "after", out _after) : Problem.Duplicate("after");
        }

        if (JsonText.Is(ref reader, "before"u8))
        {
            return _before is null ? TakeOffset(ref reader, "before", out _before) : Problem.Duplicate("before");
        }

        if (JsonText.Is(ref reader, "recover"u8))
        {
            return _recover is null ? TakeRecover(ref reader) : Problem.Duplicate("recover");
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    private Problem? TakeTopic(ref Utf8JsonReader reader, TopicName? usual)
    {
        if (_topic is not null || _filter is not null)
        {
            return Problem.Duplicate("topic");
        }

        reader.Read();
        if (usual is not null && reader.TokenType is JsonTokenType.String && JsonText.Is(ref reader, usual.Text))
        {
            _topic = usual;
            return null;
        }

        return JsonText.TryGetString(ref reader, int.MaxValue, out _filter)
            ? null
            : Problem.Invalid("topic", "a string of whole Unicode characters");
    }

    private Problem? TakeLast(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isCount = reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var count) && count is >= 0 and <= MaxCount;
        _last = isCount ? reader.GetInt32() : null;
        return isCount
            ? null
            : Problem.Invalid("last", string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {MaxCount}"));
    }

    private Problem? TakeRecover(ref Utf8JsonReader reader)
    {
        _recover = PositionReader.ReadPosition(ref reader);
        return _recover is null ? Problem.Invalid("recover", PositionReader.Positions) : null;
    }

    private static Problem? TakeOffset(ref Utf8JsonReader reader, string member, out long? offset)
    {
        offset = PositionReader.ReadOffset(ref reader);
        return offset is null ? Problem.Invalid(member, PositionReader.Offsets) : null;
    }

    private static Problem? TakeFlag(ref Utf8JsonReader reader, string member, out bool? flag)
    {
        reader.Read();
        flag = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : null;
        return flag is null ? Problem.Invalid(member, "true or false") : null;
    }

    private readonly Command.Publish? BuildPublish(out Problem? problem) =>
        ParseTopic(out problem) is { } topic && _content.Build(out problem) is { } content
            ? new Command.Publish(default, topic, content)
            : null;

    private readonly Command.Subscribe? BuildSubscribe(out Problem? problem)
    {
        if (ParseFilter(out problem) is not { } filter)
        {
            return null;
        }

        if (filter.Exact is null && (_recover is not null || _last > 0 || _presence is true))
        {
            problem = Problem.Invalid("topic", "without wildcards where 'recover', 'last' or 'presence' is given");
            return null;
        }

        StartAt start = (_recover, _last) switch
        {
            ({ } position, _) => new StartAt.After(position),
            (null, > 0) => new StartAt.Last(_last.Value),
            _ => StartAt.Now.Instance,
        };
        return new Command.Subscribe(default, filter, start, _echo ?? true) { WantsPresence = _presence ?? false };
    }

    private readonly Command.ReadHistory? BuildHistory(out Problem? problem)
    {
        if (ParseTopic(out problem) is not { } topic)
        {
            return null;
        }

        if (_after is not null && _before is not null)
        {
            problem = Problem.Invalid("before", "given without 'after'");
            return null;
        }

        var count = _last ?? UsualCount;
        HistoryPart part = (_after, _before) switch
        {
            ({ } offset, _) => new HistoryPart.After(offset, count),
            (_, { } offset) => new HistoryPart.Before(offset, count),
            _ => new HistoryPart.Newest(count),
        };
        return new Command.ReadHistory(default, topic, part);
    }

    private readonly TopicName? ParseTopic(out Problem? problem)
    {
        problem = null;
        if (_topic is not null)
        {
            return _topic;
        }

        if (_filter is null)
        {
            problem = Problem.Missing("topic");
            return null;
        }

        problem = TopicName.TryParse(_filter, out var topic, out var wrong)
            ? null
            : new Problem(ErrorCode.InvalidTopic, wrong.Describe());
        return topic;
    }

    private readonly TopicFilter? ParseFilter(out Problem? problem)
    {
        problem = null;
        if (_topic is not null)
        {
            return TopicFilter.Of(_topic);
        }

        if (_filter is null)
        {
            problem = Problem.Missing("topic");
            return null;
        }

        problem = TopicFilter.TryParse(_filter, out var filter, out var wrong)
            ? null
            : new Problem(ErrorCode.InvalidTopic, wrong.Describe());
        return filter;
    }
}
