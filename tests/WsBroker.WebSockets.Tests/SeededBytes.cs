namespace WsBroker.WebSockets.Tests;

/// <summary>Bytes that look random and are the same in every run (xorshift).</summary>
internal sealed class SeededBytes(ulong seed)
{
    private ulong _state = seed | 1;

    public byte[] Next(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    private ulong Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return _state >> 11;
    }
}
