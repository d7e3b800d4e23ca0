using System.Text.Json;

namespace WsBroker.Protocols.Json;

/// <summary>Reads the member <c>token</c>.</summary>
internal static class TokenReader
{
    /// <summary>Reads the value of the member that the reader is at.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static Problem? Take(ref Utf8JsonReader reader, out string? token)
    {
        reader.Read();
        return JsonText.TryGetString(ref reader, int.MaxValue, out token) ? null : Problem.Invalid("token", "a string");
    }
}
