using System.Text;
using WsBroker.Client.Connections;
using WsBroker.Client.Tests.Peers;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Client.Tests.Connections;

public sealed class OutboundFramesTests : IDisposable
{
    private readonly OutboundFrames _frames = new(compresses: false);

    public void Dispose() => _frames.Dispose();

    [Fact]
    public async Task Writes_masked_frames_in_order_up_to_the_close_frame()
    {
        _frames.AddText("one"u8);
        _frames.AddPing();
        _frames.AddPong("p"u8);
        _frames.AddClose(CloseCode.NormalClosure);
        _frames.AddText("behind the close frame"u8);
        _frames.AddClose(CloseCode.GoingAway);

        Assert.Equal(["Message one", "Ping ", "Pong p", "Close NormalClosure"], await ReadAllAsync());
    }

    [Fact]
    public async Task Pongs_give_way_when_much_is_waiting()
    {
        _frames.AddText(new byte[64 * 1024].Select(_ => (byte)'x').ToArray());
        _frames.AddPong("p"u8);
        _frames.AddClose(CloseCode.NormalClosure);

        var frames = await ReadAllAsync();

        Assert.Equal(2, frames.Count);
        Assert.Equal("Close NormalClosure", frames[1]);
    }

    [Fact]
    public async Task Each_frame_has_a_masking_key_of_its_own()
    {
        for (var count = 0; count < 100; count++)
        {
            _frames.AddPing();
        }

        _frames.AddClose(CloseCode.NormalClosure);
        using var stream = new MemoryStream();
        await _frames.WriteAsync(stream, CancellationToken.None).Soon();

        var keys = stream.ToArray().Chunk(6).Take(100).Select(frame => BitConverter.ToUInt32(frame, 2)).ToHashSet();
        Assert.True(keys.Count > 90);
    }

    [Theory]
    [InlineData(255, 255 + 8)]
    [InlineData(256, 30)]
    [InlineData(100_000, 500)]
    public async Task Long_messages_are_compressed_if_that_was_agreed_on(int length, int mostBytes)
    {
        using var frames = new OutboundFrames(compresses: true);
        var message = new string('x', length);
        frames.AddText(Encoding.UTF8.GetBytes(message));
        frames.AddText(Encoding.UTF8.GetBytes(message));
        frames.AddClose(CloseCode.NormalClosure);
        using var stream = new MemoryStream();
        await frames.WriteAsync(stream, CancellationToken.None).Soon();

        Assert.InRange(stream.Length, 0, (2 * mostBytes) + 8);
        Assert.Equal([$"Message {message}", $"Message {message}", "Close NormalClosure"], Read(stream, Inflation.PerMessage));
    }

    private async Task<List<string>> ReadAllAsync()
    {
        using var stream = new MemoryStream();
        await _frames.WriteAsync(stream, CancellationToken.None).Soon();
        return Read(stream, inflation: null);
    }

    private static List<string> Read(MemoryStream stream, Inflation? inflation)
    {
        using var assembler = new MessageAssembler(PeerRole.Server, new MessageLimits(), inflation);
        var found = new List<string>();
        var rest = stream.ToArray().AsSpan();
        while (true)
        {
            var incoming = assembler.Read(ref rest);
            if (incoming.Kind is IncomingKind.NeedMoreData)
            {
                return found;
            }

            var detail = incoming.Kind is IncomingKind.Close ? $"{incoming.CloseCode}" : Encoding.UTF8.GetString(incoming.Payload);
            found.Add($"{incoming.Kind} {detail}");
        }
    }
}
