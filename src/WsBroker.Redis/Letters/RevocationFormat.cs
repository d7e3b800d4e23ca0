using StackExchange.Redis;
using WsBroker.Broker.Access;

namespace WsBroker.Redis.Letters;

/// <summary>Revocations as bytes.</summary>
internal static class RevocationFormat
{
    /// <summary>Writes one.</summary>
    public static byte[] Write(Revocation revocation) => LetterJson.Write(QuestionFormat.Write(revocation) with { V = LetterBody.Version });

    /// <summary>Reads one.</summary>
    /// <returns>Null if it is none.</returns>
    public static Revocation? Read(RedisValue bytes) =>
        LetterJson.Read<LetterBody>(bytes, out _) is { V: LetterBody.Version } body ? QuestionFormat.ReadRevocation(body) : null;
}
