using WsBroker.WebSockets.Compression;

namespace WsBroker.WebSockets.Tests.Compression;

public sealed class DeflaterTests
{
    private static readonly int[] _levels = [1, 3, 6, 9];
    private static readonly int[] _windows = [8, 9, 11, 15];

    [Fact]
    public void PD_08_Without_context_no_message_refers_to_one_before()
    {
        var random = new SeededBytes(seed: 8);
        foreach (var (level, window) in Settings())
        {
            using var deflater = new Deflater(level, window, keepsContext: false);
            for (var round = 0; round < 60; round++)
            {
                var message = Message(random);

                if (Deflate(deflater, message) is { } payload)
                {
                    // Whatever referred to an earlier message would refer to nothing here
                    Assert.Equal(message, Reference.Inflate(payload));
                }
            }
        }
    }

    [Fact]
    public void PD_08_With_context_messages_refer_to_those_that_were_sent_compressed()
    {
        var random = new SeededBytes(seed: 88);
        foreach (var (level, window) in Settings())
        {
            using var deflater = new Deflater(level, window, keepsContext: true);
            var sent = new List<byte[]>();
            var expected = new List<byte>();
            for (var round = 0; round < 60; round++)
            {
                var message = Message(random);
                if (Deflate(deflater, message) is { } payload)
                {
                    sent.Add(payload);
                    expected.AddRange(message);
                }
            }

            Assert.Equal(expected, Reference.Inflate(sent));
        }
    }

    [Fact]
    public void PD_08_A_message_that_is_sent_again_is_smaller_with_context_and_not_without()
    {
        var message = Reference.Json(4_000);
        using var keeping = new Deflater(3, 15, keepsContext: true);
        using var forgetting = new Deflater(3, 15, keepsContext: false);

        Assert.True(Deflate(keeping, message)!.Length > 10 * Deflate(keeping, message)!.Length);
        Assert.Equal(Deflate(forgetting, message), Deflate(forgetting, message));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(14)]
    public void PD_01_No_reference_is_longer_than_the_window(int window)
    {
        foreach (var keepsContext in (bool[])[true, false])
        {
            foreach (var level in _levels)
            {
                using var deflater = new Deflater(level, window, keepsContext);
                for (var seed = 1UL; seed < 3; seed++)
                {
                    // Words that come again at every distance
                    var message = Reference.Json(60_000, seed);

                    Assert.InRange(Distances.Longest(Deflate(deflater, message)!), 0, 1 << window);
                }
            }
        }
    }

    [Fact]
    public void What_does_not_get_smaller_is_not_compressed()
    {
        using var deflater = new Deflater(3, 15, keepsContext: false);

        Assert.Null(Deflate(deflater, new SeededBytes(seed: 5).Next(100_000)));
        Assert.Null(Deflate(deflater, "a"u8.ToArray()));
    }

    [Theory]
    [InlineData(0, 15)]
    [InlineData(10, 15)]
    [InlineData(3, 7)]
    [InlineData(3, 16)]
    public void Levels_and_windows_that_there_are_not_are_refused(int level, int window) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Deflater(level, window, keepsContext: false));

    [Fact]
    public void PD_12_A_deflater_that_is_disposed_of_is_not_used_any_more()
    {
        var deflater = new Deflater(3, 15, keepsContext: false);
        deflater.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Deflate(deflater, new byte[100]));
    }

    private static IEnumerable<(int Level, int Window)> Settings() =>
        from level in _levels from window in _windows select (level, window);

    private static byte[] Message(SeededBytes random) => random.Below(4) == 0
        ? random.Next(1 + random.Below(3_000))
        : Reference.Json(1 + random.Below(random.Below(10) == 0 ? 100_000 : 3_000), seed: (ulong)random.Below(20));

    private static byte[]? Deflate(Deflater deflater, byte[] message)
    {
        var room = new byte[Deflater.RoomFor(message.Length)];
        return deflater.TryDeflate(message, room, out var length) ? room[..length] : null;
    }
}
