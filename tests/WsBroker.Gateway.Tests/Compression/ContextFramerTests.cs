using System.Buffers;
using System.Text;
using WsBroker.Gateway.Compression;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Compression;

public sealed class ContextFramerTests : IDisposable
{
    private readonly GatewayMetrics _metrics = new();
    private readonly ContextBudget _budget = new(Deflater.ContextBytes);

    public ContextFramerTests() => Assert.True(_budget.TryTake(Deflater.ContextBytes));

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void PD_08_Marked_frames_are_compressed_with_what_was_sent_before_and_others_left()
    {
        using var framer = new ContextFramer(15, new CompressionOptions(), _metrics, _budget);
        using var client = new Frames();
        var message = Frames.Json(2_000, seed: 1);
        var delivered = new ArrayBufferWriter<byte>();
        FrameWriter.Write(delivered, Opcode.Text, Encoding.UTF8.GetBytes(message), rsv1: true);
        FrameWriter.Write(delivered, Opcode.Text, Encoding.UTF8.GetBytes(message));
        FrameWriter.Write(delivered, Opcode.Text, "short"u8, rsv1: true);

        var first = framer.Rewrite(delivered.WrittenSpan);
        var second = framer.Rewrite(delivered.WrittenSpan);

        (string, bool)[] expected = [(message, true), (message, false), ("short", false)];
        Assert.Equal(expected, client.Read(first));
        Assert.Equal(expected, client.Read(second));
        Assert.True(first.Length - second.Length > 100, "the second refers to the first");
    }

    [Fact]
    public void What_does_not_get_smaller_goes_as_it_is_and_is_not_referred_to()
    {
        using var framer = new ContextFramer(15, new CompressionOptions(), _metrics, _budget);
        using var client = new Frames();
        var noise = Convert.FromBase64String(Convert.ToBase64String([.. Enumerable.Range(0, 40).SelectMany(at => Guid.Parse($"{at * 7919:x8}-6b1c-49b5-92d9-{at * 104_729:x12}").ToByteArray())]));
        var random = new byte[600];
        for (var (at, state) = (0, 0x9E37_79B9_7F4A_7C15UL); at < random.Length; at++)
        {
            state = (state * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL;
            random[at] = (byte)(0x20 + ((state >> 33) % 0x5F));
        }

        foreach (var bytes in (byte[][])[random, random, noise, random])
        {
            var output = new ArrayBufferWriter<byte>();
            framer.Write(output, Opcode.Binary, bytes);

            Assert.Equal(Encoding.UTF8.GetString(bytes), Assert.Single(client.Read(output.WrittenMemory)).Text);
        }
    }

    [Fact]
    public void PD_12_After_its_disposal_nothing_is_compressed_and_the_budget_has_its_bytes_once()
    {
        var framer = new ContextFramer(15, new CompressionOptions(), _metrics, _budget);
        framer.Dispose();
        framer.Dispose();

        Assert.Equal(0, _budget.Taken);
        Assert.Throws<ObjectDisposedException>(() => framer.Write(new ArrayBufferWriter<byte>(), Opcode.Text, new byte[500]));
    }
}
