using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Tests.Framing;

public sealed class MaskingTests
{
    public static TheoryData<uint> Keys => [0x37FA213D, 0, 0xFFFFFFFF, 0x01010101, 0x00FF00FF, 0x80000001, 0x12345678];

    [Fact]
    public void Unmasks_the_example_in_the_RFC()
    {
        byte[] payload = [0x7F, 0x9F, 0x4D, 0x51, 0x58];

        Masking.Apply(payload, 0x37FA213D);

        Assert.Equal("Hello"u8.ToArray(), payload);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void FR_23_Every_length_at_every_offset_is_as_a_naive_XOR(uint key)
    {
        var random = new SeededBytes(key);
        for (var length = 0; length <= 130; length++)
        {
            for (var offset = 0; offset < 16; offset++)
            {
                var buffer = random.Next(offset + length + 16);
                var expected = NaivelyMasked(buffer, offset, length, key, position: 0);

                Masking.Apply(buffer.AsSpan(offset, length), key);

                Assert.Equal(expected, buffer);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void FR_23_Every_position_in_the_frame_is_as_a_naive_XOR(uint key)
    {
        int[] positions = [0, 1, 2, 3, 4, 5, 62, 63, 64, 65, 65535, int.MaxValue];
        int[] lengths = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 1023];
        var random = new SeededBytes(key);
        foreach (var position in positions)
        {
            foreach (var length in lengths)
            {
                var buffer = random.Next(length);
                var expected = NaivelyMasked(buffer, 0, length, key, position);

                Masking.Apply(buffer, key, position);

                Assert.Equal(expected, buffer);
            }
        }
    }

    [Fact]
    public void Masking_twice_is_the_identity()
    {
        var random = new SeededBytes(5);
        for (var length = 0; length < 300; length++)
        {
            var original = random.Next(length);
            var payload = original.ToArray();

            Masking.Apply(payload, 0xCAFEBABE, length);
            Masking.Apply(payload, 0xCAFEBABE, length);

            Assert.Equal(original, payload);
        }
    }

    [Fact]
    public void A_payload_in_two_parts_is_masked_as_the_whole()
    {
        var whole = new SeededBytes(6).Next(100);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            var parts = whole.ToArray();
            var expected = NaivelyMasked(whole, 0, whole.Length, 0xA1B2C3D4, position: 0);

            Masking.Apply(parts.AsSpan(0, cut), 0xA1B2C3D4);
            Masking.Apply(parts.AsSpan(cut), 0xA1B2C3D4, cut);

            Assert.Equal(expected, parts);
        }
    }

    private static byte[] NaivelyMasked(byte[] buffer, int offset, int length, uint key, int position)
    {
        var masked = buffer.ToArray();
        for (var i = 0; i < length; i++)
        {
            var keyByte = (byte)(key >> (24 - (8 * (int)(((long)position + i) % 4))));
            masked[offset + i] ^= keyByte;
        }

        return masked;
    }
}
