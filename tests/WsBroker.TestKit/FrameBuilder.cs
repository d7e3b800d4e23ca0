using System.Buffers.Binary;
using System.Text;

namespace WsBroker.TestKit;

/// <summary>Builds frames byte by byte, lawful or not, by other code than the one under test.</summary>
public static class FrameBuilder
{
    /// <summary>The masking key of the example in RFC 6455 §5.7.</summary>
    public const uint ExampleKey = 0x37FA213D;

    /// <summary>A client's frame, which is masked, with its length in the shortest form.</summary>
    /// <param name="opcode">Any of 0 to 15.</param>
    /// <param name="payload">Copied.</param>
    /// <param name="fin">Whether it is the last of its message.</param>
    /// <param name="reserved">RSV1 to RSV3 as 4, 2 and 1.</param>
    /// <param name="key">The masking key.</param>
    public static byte[] Client(
        int opcode, byte[] payload, bool fin = true, int reserved = 0, uint key = ExampleKey)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var masked = payload.Select((value, index) => (byte)(value ^ (key >> (24 - (8 * (index % 4)))))).ToArray();
        return [.. ClientHeader(opcode, payload.Length, fin, reserved, key), .. masked];
    }

    /// <summary>A client's final text frame.</summary>
    public static byte[] ClientText(string text) => Client(1, Encoding.UTF8.GetBytes(text));

    /// <summary>A client's close frame.</summary>
    public static byte[] ClientClose(int code, params byte[] reason) =>
        Client(8, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>The header alone of a client's frame, which may announce what never comes.</summary>
    public static byte[] ClientHeader(
        int opcode, long length, bool fin = true, int reserved = 0, uint key = ExampleKey)
    {
        var field = Length(length);
        field[0] |= 0x80;
        var keyBytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(keyBytes, key);
        return [First(opcode, fin, reserved), .. field, .. keyBytes];
    }

    /// <summary>A server's frame, which is not masked, with its length in the shortest form.</summary>
    public static byte[] Server(int opcode, byte[] payload, bool fin = true, int reserved = 0)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return [First(opcode, fin, reserved), .. Length(payload.Length), .. payload];
    }

    private static byte First(int opcode, bool fin, int reserved) =>
        (byte)((fin ? 0x80 : 0) | (reserved << 4) | opcode);

    private static byte[] Length(long length)
    {
        var field = new byte[9];
        BinaryPrimitives.WriteInt64BigEndian(field.AsSpan(1), length);
        return length switch
        {
            < 126 => [(byte)length],
            < 65536 => [126, .. field[^2..]],
            _ => [127, .. field[1..]],
        };
    }
}
