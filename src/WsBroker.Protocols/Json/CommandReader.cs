using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>Reads a client's JSON message as a command.</summary>
/// <remarks>
/// A message is one object with one command among its members; members that are not known are ignored. No state, no
/// document: the bytes are gone through once, and payloads are copied as they stand.
/// </remarks>
internal static class CommandReader
{
    /// <summary>The deepest nesting that is read; deeper is malformed.</summary>
    private const int MaxDepth = 64;

    /// <summary>Reads the one command of a message.</summary>
    /// <param name="message">The whole message, valid UTF-8.</param>
    /// <param name="usual">A topic that is likely to be meant; its name is then not made anew.</param>
    /// <param name="command">The command.</param>
    /// <returns>Null if there is a command, or what is wrong, for the client.</returns>
    public static SessionEvent.Refused? Read(ReadOnlySpan<byte> message, TopicName? usual, out Command? command)
    {
        command = null;
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = MaxDepth });
        RequestId request = default;
        try
        {
            if (ReadMembers(ref reader, message, usual, ref request, ref command) is { } problem)
            {
                command = null;
                return new SessionEvent.Refused(FindId(message, request), problem.Code, problem.Detail);
            }

            return null;
        }
        catch (JsonException)
        {
            command = null;
            return new SessionEvent.Refused(request, ErrorCode.MalformedMessage);
        }
    }

    private static Problem? ReadMembers(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> message, TopicName? usual, ref RequestId request, ref Command? command)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return new Problem(ErrorCode.MalformedMessage, ErrorCode.MalformedMessage.Describe());
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var problem = JsonText.Is(ref reader, "id"u8)
                ? ReadId(ref reader, ref request)
                : ReadCommand(ref reader, message, usual, ref command);
            if (problem is not null)
            {
                return problem;
            }
        }

        // The end of the text: what follows the object would be refused here
        reader.Read();
        if (command is null)
        {
            return new Problem(ErrorCode.UnknownCommand, ErrorCode.UnknownCommand.Describe());
        }

        command = command with { Request = request };
        return null;
    }

    private static Problem? ReadId(ref Utf8JsonReader reader, ref RequestId request)
    {
        if (!request.IsNone)
        {
            return Problem.Duplicate("id");
        }

        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String) || reader.ValueSpan.Length > 255)
        {
            return Problem.Invalid("id", "a number or a string of at most 255 bytes");
        }

        var isText = reader.TokenType is JsonTokenType.String;
        request = new RequestId(isText ? (byte[])[(byte)'"', .. reader.ValueSpan, (byte)'"'] : reader.ValueSpan.ToArray());
        return null;
    }

    private static Problem? ReadCommand(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> message, TopicName? usual, ref Command? command)
    {
        var kind = CommandKinds.Find(ref reader);
        reader.Read();
        if (kind is CommandKind.Unknown)
        {
            reader.Skip();
            return null;
        }

        if (command is not null)
        {
            return new Problem(ErrorCode.DuplicateMember, "a message has one command");
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return Problem.Invalid(CommandKinds.NameOf(kind), "an object");
        }

        if (kind is CommandKind.Refresh)
        {
            command = RefreshBody.Read(ref reader, out var wrong);
            return wrong;
        }

        command = kind is CommandKind.Connect
            ? ReadConnect(ref reader, message, out var problem)
            : ReadAboutTopic(ref reader, message, kind, usual, out problem);
        return problem;
    }

    private static Command.Connect? ReadConnect(ref Utf8JsonReader reader, ReadOnlySpan<byte> message, out Problem? problem)
    {
        var body = new ConnectBody();
        problem = body.Read(ref reader, message);
        return problem is null ? body.Build() : null;
    }

    private static Command? ReadAboutTopic(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> message, CommandKind kind, TopicName? usual, out Problem? problem)
    {
        var body = new CommandBody();
        problem = body.Read(ref reader, message, usual);
        return problem is null ? body.Build(kind, out problem) : null;
    }

    /// <summary>The id of a message whose command was refused before its id was reached.</summary>
    private static RequestId FindId(ReadOnlySpan<byte> message, RequestId found)
    {
        if (!found.IsNone)
        {
            return found;
        }

        var again = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = MaxDepth });
        again.Read();
        while (again.Read() && again.TokenType is JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref again, "id"u8))
            {
                return ReadId(ref again, ref found) is null ? found : default;
            }

            again.Read();
            again.Skip();
        }

        return default;
    }
}
