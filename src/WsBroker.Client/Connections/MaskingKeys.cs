using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WsBroker.Client.Connections;

/// <summary>Masking keys that nobody can foresee (RFC 6455 §5.3), drawn many at a time.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class MaskingKeys
{
    private readonly byte[] _drawn = new byte[256];
    private int _used = 256;

    /// <summary>A key that was not used before.</summary>
    public uint Next()
    {
        if (_used == _drawn.Length)
        {
            RandomNumberGenerator.Fill(_drawn);
            _used = 0;
        }

        var key = BinaryPrimitives.ReadUInt32LittleEndian(_drawn.AsSpan(_used));
        _used += sizeof(uint);
        return key;
    }
}
