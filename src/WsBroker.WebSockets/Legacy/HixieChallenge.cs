using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WsBroker.WebSockets.Legacy;

/// <summary>What a client of hixie-76 asks, and what shows that it was read (draft-hixie-thewebsocketprotocol-76 §5.2).</summary>
internal static class HixieChallenge
{
    /// <summary>The bytes behind the head that are a part of it.</summary>
    public const int TailLength = 8;

    /// <summary>Its length in bytes: two numbers, and the tail.</summary>
    public const int Length = 16;

    /// <summary>The length of the answer in bytes.</summary>
    public const int AnswerLength = MD5.HashSizeInBytes;

    /// <summary>Reads the number that a key hides: its digits, divided by how many spaces it has.</summary>
    /// <returns>Whether it hides one of 32 bits.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> key, out uint number)
    {
        number = 0;
        long digits = 0;
        var spaces = 0;
        foreach (var character in key)
        {
            spaces += character == (byte)' ' ? 1 : 0;
            if (char.IsAsciiDigit((char)character))
            {
                digits = (digits * 10) + (character - '0');
                if (digits > uint.MaxValue)
                {
                    return false;
                }
            }
        }

        if (spaces == 0 || digits % spaces != 0)
        {
            return false;
        }

        number = (uint)(digits / spaces);
        return true;
    }

    /// <summary>Puts the challenge together.</summary>
    /// <param name="destination"><see cref="Length"/> bytes.</param>
    /// <param name="first">The number of the first key.</param>
    /// <param name="second">The number of the second key.</param>
    /// <param name="tail"><see cref="TailLength"/> bytes.</param>
    public static void Write(Span<byte> destination, uint first, uint second, ReadOnlySpan<byte> tail)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, first);
        BinaryPrimitives.WriteUInt32BigEndian(destination[sizeof(uint)..], second);
        tail.CopyTo(destination[(2 * sizeof(uint))..]);
    }

    /// <summary>Writes the answer, <see cref="AnswerLength"/> bytes.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "the draft asks for MD5; it guards no secret")]
    public static void Answer(ReadOnlySpan<byte> challenge, Span<byte> destination) => MD5.HashData(challenge, destination);
}
