using System.Security.Cryptography;
using System.Text;

namespace WsBroker.Cluster.Tests.Canaries;

/// <summary>What publications begin with that tells the topic they were made for, in a way that nothing else could have made.</summary>
internal static class Canary
{
    private static readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The canary of a topic: its name, and an HMAC of that.</summary>
    public static string Of(string topic) => $"{topic} {Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(topic)))}";

    /// <summary>Whether a text was published to a topic.</summary>
    public static bool IsIn(string text, string topic) => text.StartsWith($"{Of(topic)} ", StringComparison.Ordinal);
}
