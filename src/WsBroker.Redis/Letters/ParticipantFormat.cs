using System.Text.Json;
using WsBroker.Broker.Publications;

namespace WsBroker.Redis.Letters;

/// <summary>What others may know of a client, as bytes.</summary>
internal static class ParticipantFormat
{
    /// <summary>Writes it, without the client's name, which stands beside it.</summary>
    public static byte[] Write(Participant client) =>
        LetterJson.Write(new ParticipantBody(client.User, client.Name, client.Info.IsEmpty ? null : client.Info.ToArray()));

    /// <summary>Reads it.</summary>
    /// <returns>Null if it is none.</returns>
    public static Participant? Read(ReadOnlySpan<byte> bytes, ClientId client) =>
        LetterJson.Read<ParticipantBody>(bytes, out _) is { } body && IsJson(body.Info)
            ? new Participant(client, body.User) { Name = body.Name, Info = body.Info ?? [] }
            : null;

    // It is passed on to clients as it is
    private static bool IsJson(byte[]? info)
    {
        if (info is null)
        {
            return true;
        }

        try
        {
            using var parsed = JsonDocument.Parse(info);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
