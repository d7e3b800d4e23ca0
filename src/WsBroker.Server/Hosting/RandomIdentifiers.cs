using System.Security.Cryptography;
using WsBroker.Broker;

namespace WsBroker.Server.Hosting;

/// <summary>Names out of the system's random numbers.</summary>
internal sealed class RandomIdentifiers : IIdentifierSource
{
    /// <inheritdoc/>
    public ulong NextNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
