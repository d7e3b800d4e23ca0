using System.Globalization;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>The members that <c>connect</c> has, gathered from one object.</summary>
internal ref struct ConnectBody
{
    /// <summary>The longest name, in characters.</summary>
    private const int MaxNameLength = 255;

    /// <summary>The longest info, in bytes as it stands. Everybody who asks who is there gets it.</summary>
    private const int MaxInfoBytes = 1024;

    private string? _token;
    private string? _name;
    private byte[]? _info;
    private string? _session;
    private Dictionary<string, TopicPosition>? _positions;

    /// <summary>Reads the object that the reader is at the start of.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public Problem? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (TakeMember(ref reader, message) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Makes the command.</summary>
    public readonly Command.Connect Build()
    {
        var command = new Command.Connect(default) { Token = _token, Name = _name, Info = _info, Former = ReadSession() };
        return _positions is null ? command : command with { Positions = _positions };
    }

    private Problem? TakeMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        if (JsonText.Is(ref reader, "token"u8))
        {
            return _token is null ? TokenReader.Take(ref reader, out _token) : Problem.Duplicate("token");
        }

        if (JsonText.Is(ref reader, "name"u8))
        {
            return _name is null ? TakeName(ref reader) : Problem.Duplicate("name");
        }

        if (JsonText.Is(ref reader, "info"u8))
        {
            return _info is null ? TakeInfo(ref reader, message) : Problem.Duplicate("info");
        }

        if (JsonText.Is(ref reader, "session"u8))
        {
            return _session is null ? TakeSession(ref reader) : Problem.Duplicate("session");
        }

        if (JsonText.Is(ref reader, "recover"u8))
        {
            return _positions is null ? TakePositions(ref reader) : Problem.Duplicate("recover");
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    // What is no session's id is taken for one that is forgotten: the client subscribes anew then
    private readonly SessionId? ReadSession()
    {
        if (_session is null)
        {
            return null;
        }

        return SessionId.TryParse(_session, out var id) ? id : default(SessionId);
    }

    private Problem? TakeSession(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonText.TryGetString(ref reader, int.MaxValue, out _session) ? null : Problem.Invalid("session", "a string");
    }

    private Problem? TakePositions(ref Utf8JsonReader reader)
    {
        var invalid = Problem.Invalid("recover", $"an object that has for each topic {PositionReader.Positions}");
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return invalid;
        }

        _positions = new Dictionary<string, TopicPosition>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!JsonText.TryGetName(ref reader, out var topic) || PositionReader.ReadPosition(ref reader) is not { } position)
            {
                return invalid;
            }

            if (!_positions.TryAdd(topic, position))
            {
                return new Problem(ErrorCode.DuplicateMember, "a topic stands twice in 'recover'");
            }
        }

        return null;
    }

    private Problem? TakeName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonText.TryGetString(ref reader, MaxNameLength, out _name)
            ? null
            : Problem.Invalid("name", string.Create(CultureInfo.InvariantCulture, $"a string of at most {MaxNameLength} characters"));
    }

    private Problem? TakeInfo(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        reader.Read();
        _info = JsonText.CopyValue(ref reader, message);
        return _info.Length <= MaxInfoBytes
            ? null
            : Problem.Invalid("info", string.Create(CultureInfo.InvariantCulture, $"a JSON value of at most {MaxInfoBytes} bytes"));
    }
}
