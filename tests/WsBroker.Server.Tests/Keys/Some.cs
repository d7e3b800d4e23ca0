using System.Security.Cryptography;
using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Keys;

/// <summary>Keys to test with.</summary>
internal static class Some
{
    public static ApiKeyOptions Key(string name, string key) =>
        new() { Name = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) };
}
