using System.Text.Json;
using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>The member that <c>refresh</c> has.</summary>
internal static class RefreshBody
{
    /// <summary>Reads the object that the reader is at the start of.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>The command, or null if something is wrong.</returns>
    public static Command.Refresh? Read(ref Utf8JsonReader reader, out Problem? problem)
    {
        string? token = null;
        problem = null;
        while (problem is null && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!JsonText.Is(ref reader, "token"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                problem = token is null ? TokenReader.Take(ref reader, out token) : Problem.Duplicate("token");
            }
        }

        problem ??= token is null ? Problem.Missing("token") : null;
        return problem is null ? new Command.Refresh(default, token!) : null;
    }
}
