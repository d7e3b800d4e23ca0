using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WsBroker.Gateway.Admission;

/// <summary>What is counted as one address: an IPv4 address, or the network of 64 bits that an IPv6 address is in.</summary>
internal readonly record struct AddressBlock(ulong Bits, bool IsV6)
{
    /// <summary>The block of an address.</summary>
    public static AddressBlock Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? new AddressBlock(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsV6: true)
            : new AddressBlock(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsV6: false);
    }
}
