using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>The members that commands have, gathered from one object; which of them count is the command's choice.</summary>
internal ref struct CommandBody
{
    private const int MaxCount = 1_000_000;

    /// <summary>What a history request gets that says nothing of how many.</summary>
    private const int UsualCount = 100;

    /// <summary>Offsets stay below 2^53, so that JavaScript can count them.</summary>
    private const long MaxOffset = (1L << 53) - 1;

    private ContentReader _content;
    private TopicName? _topic;
    private string? _filter;
    private TopicPosition? _recover;
    private int? _last;
    private long? _after;
    private bool? _echo;

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
            CommandKind.Connect => new Command.Connect(default),
            CommandKind.Ping => new Command.Ping(default),
            CommandKind.Publish => BuildPublish(out problem),
            CommandKind.Subscribe => BuildSubscribe(out problem),
            CommandKind.Unsubscribe => ParseFilter(out problem) is { } filter
                ? new Command.Unsubscribe(default, filter)
                : null,
            CommandKind.History => ParseTopic(out problem) is { } topic
                ? new Command.ReadHistory(default, topic, _after, _last ?? UsualCount)
                : null,
            CommandKind.Unknown or _ => throw new UnreachableException(kind.ToString()),
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
            reader.Read();
            _echo = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : null;
            return _echo is null ? Problem.Invalid("echo", "true or false") : null;
        }

        if (JsonText.Is(ref reader, "last"u8))
        {
            return TakeLast(ref reader);
        }

        if (JsonText.Is(ref reader, "after"u8))
        {
            _after = ReadOffset(ref reader);
            return _after is null ? Problem.Invalid("after", "an offset: 0 to 2^53 - 1") : null;
        }

        if (JsonText.Is(ref reader, "recover"u8))
        {
            return TakeRecover(ref reader);
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
        var invalid = Problem.Invalid("recover", "an object with 'epoch', a string, and 'offset', 0 to 2^53 - 1");
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return invalid;
        }

        string? epoch = null;
        long? offset = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "epoch"u8))
            {
                reader.Read();
                if (!JsonText.TryGetString(ref reader, maxLength: 255, out epoch))
                {
                    return invalid;
                }
            }
            else if (JsonText.Is(ref reader, "offset"u8))
            {
                offset = ReadOffset(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        _recover = epoch is not null && offset is { } at ? new TopicPosition(epoch, at) : null;
        return _recover is null ? invalid : null;
    }

    private static long? ReadOffset(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var offset) && offset is >= 0 and <= MaxOffset)
        {
            return offset;
        }

        reader.Skip();
        return null;
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

        if (filter.Exact is null && (_recover is not null || _last > 0))
        {
            problem = Problem.Invalid("topic", "without wildcards where 'recover' or 'last' is given");
            return null;
        }

        StartAt start = (_recover, _last) switch
        {
            ({ } position, _) => new StartAt.After(position),
            (null, > 0) => new StartAt.Last(_last.Value),
            _ => StartAt.Now.Instance,
        };
        return new Command.Subscribe(default, filter, start, _echo ?? true);
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
