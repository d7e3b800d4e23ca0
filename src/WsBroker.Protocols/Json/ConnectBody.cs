using System.Globalization;
using System.Text.Json;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>The members that <c>connect</c> has, gathered from one object.</summary>
internal ref struct ConnectBody
{
    /// <summary>The longest name, in characters.</summary>
    private const int MaxNameLength = 255;

    /// <summary>The longest info, in bytes as it stands. Everybody who asks who is there gets it.</summary>
    private const int MaxInfoBytes = 1024;

    private string? _name;
    private byte[]? _info;

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
    public readonly Command.Connect Build() => new(default) { Name = _name, Info = _info };

    private Problem? TakeMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        if (JsonText.Is(ref reader, "name"u8))
        {
            return _name is null ? TakeName(ref reader) : Problem.Duplicate("name");
        }

        if (JsonText.Is(ref reader, "info"u8))
        {
            return _info is null ? TakeInfo(ref reader, message) : Problem.Duplicate("info");
        }

        reader.Read();
        reader.Skip();
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
