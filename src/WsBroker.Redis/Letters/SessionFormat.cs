using System.Globalization;
using System.Text;
using WsBroker.Broker.Sessions;

namespace WsBroker.Redis.Letters;

/// <summary>What is left of a session, as bytes: whose it is, in a form that is the same for the same user only, and its subscriptions.</summary>
internal static class SessionFormat
{
    /// <summary>What the bytes of a session of a user begin with.</summary>
    public static byte[] Begin(string? user) => Encoding.UTF8.GetBytes(user is null
        ? "1-\n"
        : string.Create(CultureInfo.InvariantCulture, $"1{Encoding.UTF8.GetByteCount(user)}:{user}\n"));

    /// <summary>Writes a session.</summary>
    public static byte[] Write(string? user, IReadOnlyList<Command.Subscribe> subscriptions) =>
        [.. Begin(user), .. LetterJson.Write(subscriptions.Select(SubscriptionBody.Of).ToList())];

    /// <summary>Reads the subscriptions of a session.</summary>
    /// <returns>Null if it is none.</returns>
    public static IReadOnlyList<Command.Subscribe>? Read(ReadOnlySpan<byte> bytes, string? user) =>
        LetterJson.Read<List<SubscriptionBody>>(bytes[Begin(user).Length..], out _) is { } bodies
            ? AnswerFormat.ReadAll(bodies, static one => one.TryRead(out var subscription) ? subscription : null)
            : null;
}
