using WsBroker.WebSockets.Compression;

namespace WsBroker.WebSockets.Tests.Compression;

public sealed class MessageDeflaterTests
{
    [Fact]
    public void PD_14_Many_threads_share_it_and_no_message_holds_anything_of_another()
    {
        using var deflater = new MessageDeflater(level: 3, windowBits: 15);

        Parallel.For(1, 400, seed =>
        {
            var message = Reference.Json(200 + (seed * 37 % 5_000), (ulong)seed);

            Assert.Equal(message, Reference.Inflate(Deflate(deflater, message)));
        });
    }

    [Fact]
    public void What_was_compressed_before_does_not_change_a_byte()
    {
        using var used = new MessageDeflater(level: 3, windowBits: 15);
        using var fresh = new MessageDeflater(level: 3, windowBits: 15);
        var message = Reference.Json(3_000);
        Deflate(used, Reference.Json(100_000, seed: 2));

        Assert.Equal(Deflate(fresh, message), Deflate(used, message));
    }

    [Fact]
    public void Goes_on_after_its_disposal_for_those_that_still_hold_it()
    {
        var deflater = new MessageDeflater(level: 3, windowBits: 15);
        deflater.Dispose();

        Assert.Equal(Reference.Json(900), Reference.Inflate(Deflate(deflater, Reference.Json(900))));
    }

    private static byte[] Deflate(MessageDeflater deflater, byte[] message)
    {
        var room = new byte[Deflater.RoomFor(message.Length)];
        Assert.True(deflater.TryDeflate(message, room, out var length));
        return room[..length];
    }
}
